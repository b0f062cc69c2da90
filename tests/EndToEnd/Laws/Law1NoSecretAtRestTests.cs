using System.Text;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Laws;

/// <summary>Law 1: no redeemable secret at rest in clear.</summary>
public sealed class Law1NoSecretAtRestTests(OwnWorld own) : IClassFixture<OwnWorld>
{
    /// <summary>Not redeemable, and expected in the store: what proves that the search finds what is there.</summary>
    private const string Canary = "canary-7f3e9a";

    [Fact]
    public async Task After_the_whole_road_no_secret_lies_in_a_file_a_log_a_prompt_or_an_answer()
    {
        var world = own.World;
        using var ada = await Someone.NewAsync(world, linked: false);
        using var person = ada.WithBrowser();
        await person.SignInAsync(default);
        await person.LinkAsync("github", default);
        await ada.ConfirmAsync();
        await ada.AnswerAsync(await ada.AskAsync($"list the open issues of {ada.Repository}"));
        await ada.Phone.AnswersAsync("approve");
        var merge = await ada.AskAsync($"merge pull request 7 of {ada.Repository}");
        await ada.RunAsync(merge, "done");
        await ada.Phone.AnswersAsync("deny");
        await ada.RunAsync(await ada.AskAsync($"merge pull request 10 of {ada.Repository}"), "done");
        await ada.Phone.AnswersAsync("none");
        var (_, _) = await ada.ProposeMergeAsync(11);
        await ada.AskAsync($"say \"{Canary}\"");
        Assert.Equal(["merge"], await ada.EffectsAsync());

        var secrets = await world.Control.SecretsAsync();
        secrets = [.. secrets, ("access_token", ada.Doors.Token!), .. AppKeys(world)];
        Assert.All(
            ["token", "refresh_token", "provider_token", "provider_refresh_token", "auth_req_id", "auth_session", "ticket", "connect_code", "client_secret", "private_key", "model_key"],
            kind => Assert.Contains(secrets, secret => secret.Kind == kind));

        var places = await PlacesAsync(ada);
        Assert.Contains(places, place => place.Name.EndsWith("app.db-wal", StringComparison.Ordinal) && Holds(place.Bytes, Canary));
        var found = from secret in secrets
                    from place in places
                    where Forms(secret.Text).Any(form => Holds(place.Bytes, form))
                    select $"{secret.Kind} in {place.Name}";
        Assert.Empty(found.Distinct());
    }

    /// <summary>Also once the process was killed and came back, and the grants of what is over were deleted.</summary>
    [Fact]
    public async Task After_a_kill_in_the_middle_no_secret_lies_in_what_is_left()
    {
        var world = own.World;
        using var ada = await Someone.NewAsync(world);
        var (action, push) = await ada.ProposeMergeAsync(7);
        world.Kill();
        await ada.Phone.ApproveAsync(push);
        var left = Files(world).ToList();
        await world.RestartAsync();
        await ada.ActionAsync(action, "done");

        var secrets = (await world.Control.SecretsAsync()).Append((Kind: "access_token", Text: ada.Doors.Token!)).ToList();
        var found = from secret in secrets from place in left where Holds(place.Bytes, secret.Text) select $"{secret.Kind} in {place.Name}";
        Assert.Empty(found.Distinct());
    }

    /// <summary>As it is, and as base64 of any alignment would hold its middle.</summary>
    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        // Of a JWT the head and the claims redeem nothing; its signature is what must not be there.
        var core = secret.Split('.') is [_, _, { Length: > 40 } signature] ? signature : secret;
        if (core != secret) yield return core;
        for (var skip = 0; skip < 3 && core.Length > 24; skip++) yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(core[skip..])).TrimEnd('=')[..24];
    }

    private static bool Holds(byte[] place, string text) => place.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private static IEnumerable<(string Kind, string Text)> AppKeys(LiveWorld world)
    {
        var keys = Path.Combine(world.AppData, "keys");
        yield return ("master_key", File.ReadAllText(Path.Combine(keys, "master.key")).Trim());
        yield return ("audit_key", File.ReadAllLines(Path.Combine(keys, "audit-signing.pem"))[1]);
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Files(LiveWorld world)
    {
        foreach (var file in Directory.EnumerateFiles(world.AppData, "*", SearchOption.AllDirectories))
        {
            if (file.Contains($"{Path.DirectorySeparatorChar}keys{Path.DirectorySeparatorChar}", StringComparison.Ordinal)) continue;
            if (file.EndsWith(".lock", StringComparison.Ordinal))
            {
                Assert.Equal(0, new FileInfo(file).Length);
                continue;
            }

            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            yield return (Path.GetRelativePath(world.AppData, file), bytes.ToArray());
        }
    }

    private static async Task<IReadOnlyList<(string Name, byte[] Bytes)>> PlacesAsync(Someone ada)
    {
        var places = Files(ada.World).ToList();
        places.Add(("the app's log", Encoding.UTF8.GetBytes(string.Join('\n', ada.World.Log))));
        places.Add(("the model's prompts", Encoding.UTF8.GetBytes((await ada.World.Control.GetAsync("model/prompts")).GetRawText())));
        foreach (var path in (string[])["api/audit/export", "api/audit?limit=200", "api/runs?limit=200", "api/actions?limit=200", "api/approvals?limit=200", "api/accounts", "api/threads"])
            places.Add((path, Encoding.UTF8.GetBytes(await ada.Doors.TextAsync(path, default))));
        return places;
    }
}
