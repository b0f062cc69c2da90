using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;
using Countersign.Tests.EndToEnd.Live.Wire;
using static Countersign.Tests.EndToEnd.Live.Wire.Passing;

namespace Countersign.Tests.EndToEnd.Laws;

public sealed partial class Law2TamperedWireTests
{
    private const string Description = "/.well-known/openid-configuration", KeyList = "/.well-known/jwks.json";

    /// <summary>A process that has keys keeps them, and one that has none asks again after a second: each of these is the first that it hears of them.</summary>
    [Fact]
    public async Task The_tenants_keys_and_its_description()
    {
        using var ada = await Someone.NewAsync(own.World);

        // Other keys under the known ids: what the tenant signed is not signed.
        await AgainAsync();
        await WhileAsync(KeyList, OtherKeys, () => RefusedAsync(ada, 401, "token-invalid"));

        // Another issuer, or a list that lies elsewhere: no keys, and nobody is let in without.
        var elsewhere = own.Middleman.Alter(passing => passing.Path.Contains("/elsewhere/", StringComparison.Ordinal), passing =>
        {
            passing.Path = "/seen";
            return Task.CompletedTask;
        });
        await AgainAsync();
        await WhileAsync(Description, said => said.Tell("issuer", "https://elsewhere.example/"), () => RefusedAsync(ada, 503, "tenant-unavailable"));
        await WhileAsync(Description, said => said.Tell("jwks_uri", $"{own.Middleman.GitHub}/elsewhere/jwks.json"), () => RefusedAsync(ada, 503, "tenant-unavailable"));

        // Its other addresses are not taken from there: what is asked and exchanged goes to the issuer's origin.
        string[] others = ["token_endpoint", "backchannel_authentication_endpoint", "authorization_endpoint", "userinfo_endpoint"];
        await WhileAsync(
            Description,
            said => Array.ForEach(others, name => said.Tell(name, $"{own.Middleman.GitHub}/elsewhere/{name}")),
            async () => await ada.Doors.GetAsync("api/runs", default) is { Ok: true });
        var (action, push) = await ada.ProposeMergeAsync(7);
        await ada.Phone.ApproveAsync(push);
        await ada.ActionAsync(action, "done");
        Assert.Equal(0, elsewhere.Times);
        Assert.Equal(["merge"], await ada.EffectsAsync());
    }

    private static async Task<bool> RefusedAsync(Someone person, int status, string type)
    {
        ProblemAssert.Is(await person.Doors.GetAsync("api/runs", default), status, type);
        return true;
    }

    private static void OtherKeys(Passing list)
    {
        var keys = JsonNode.Parse(list.Answer)!;
        foreach (var key in keys["keys"]!.AsArray()) key!["n"] = OneByteOf((string)key["n"]!);
        list.Answer = keys.ToJsonString();
    }

    private async Task AgainAsync()
    {
        own.World.Kill();
        await own.World.RestartAsync();
    }

    /// <summary>Asks until the app has heard what was altered.</summary>
    private async Task WhileAsync(string path, Action<Passing> alter, Func<Task<bool>> ask)
    {
        var alteration = own.Middleman.Alter(passing => passing.Path == path, answer: passing =>
        {
            alter(passing);
            return Task.CompletedTask;
        });
        await Eventually.ComesAsync(async () => await ask() && alteration.Times > 0 ? (bool?)true : null, () => $"{path} was asked for");
        own.Middleman.Forget(alteration);
    }
}
