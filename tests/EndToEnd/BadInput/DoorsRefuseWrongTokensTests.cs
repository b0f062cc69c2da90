using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.BadInput;

public sealed class DoorsRefuseWrongTokensTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    [Theory]
    [InlineData("unsigned", 401, "token-invalid")]
    [InlineData("wrong_key", 401, "token-invalid")]
    [InlineData("alg_hs256", 401, "token-invalid")]
    [InlineData("wrong_issuer", 401, "token-invalid")]
    [InlineData("future", 401, "token-invalid")]
    [InlineData("expired", 401, "token-expired")]
    [InlineData("wrong_audience", 401, "token-wrong-audience")]
    [InlineData("machine", 403, "token-of-machine")]
    public async Task A_token_with_a_defect_opens_no_door(string defect, int status, string type)
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);
        using var door = shared.World.Door(await Someone.TokenAsync(shared.World, ada.Name, new JsonObject { ["defect"] = defect }));

        foreach (var path in (string[])["api/runs", "api/actions", "api/tools", "api/audit/export", "api/events"])
            ProblemAssert.Is(await door.GetAsync(path, default), status, type);
        ProblemAssert.Is(await door.PostAsync("api/runs", new JsonObject { ["message"] = "say \"hi\"" }.ToJsonString(), default, "k"), status, type);
        Assert.Empty((await ada.ReadAsync("api/runs")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_token_of_another_client_opens_no_door()
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);
        using var door = shared.World.Door(await Someone.TokenAsync(shared.World, ada.Name, new JsonObject { ["client_id"] = "somebodyElses" }));

        ProblemAssert.Is(await door.GetAsync("api/runs", default), 403, "client-not-listed");
    }

    [Fact]
    public async Task A_token_of_an_approval_opens_no_door()
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);
        var details = new JsonArray(new JsonObject { ["type"] = "countersign_action" });
        using var byDetails = shared.World.Door(await Someone.TokenAsync(shared.World, ada.Name, new JsonObject { ["authorization_details"] = details }));
        using var byAudience = shared.World.Door(await Someone.TokenAsync(shared.World, ada.Name, new JsonObject { ["audience"] = shared.World.ApprovalsAudience }));

        ProblemAssert.Is(await byDetails.GetAsync("api/runs", default), 403, "token-of-approval");
        var other = await byAudience.GetAsync("api/runs", default);
        Assert.Contains((int)other.Status, (int[])[401, 403]);
        ProblemAssert.Is(other, (int)other.Status, other.Text("type")["/problems/".Length..]);
    }

    [Fact]
    public async Task No_token_and_no_token_at_all_are_told_to_sign_in()
    {
        using var without = shared.World.Door();
        using var nonsense = shared.World.Door("not-a-token");

        ProblemAssert.Is(await without.GetAsync("api/runs", default), 401, "token-missing");
        ProblemAssert.Is(await nonsense.GetAsync("api/runs", default), 401, "token-invalid");
    }

    /// <summary>Which doors are open is written down here: a new one is a decision.</summary>
    [Fact]
    public async Task Without_a_token_nothing_answers_but_what_is_meant_to()
    {
        string[] open = ["/.well-known/countersign-audit.json", "/api/openapi.json", "/config.json", "/healthz", "/readyz"];
        using var door = shared.World.Door();
        var description = (await door.GetAsync("api/openapi.json", default)).Json;

        foreach (var path in description.GetProperty("paths").EnumerateObject())
        {
            foreach (var method in path.Value.EnumerateObject().Where(method => method.Name is "get" or "post" or "put" or "patch" or "delete"))
            {
                var address = path.Name.TrimStart('/').Replace("{id}", "run_0", StringComparison.Ordinal).Replace("{connection}", "github", StringComparison.Ordinal);
                var reply = await door.SendAsync(HttpMethod.Parse(method.Name), address, null, null, default);
                if (open.Contains(path.Name)) Assert.True(reply.Ok, $"{path.Name}: {reply.Status}");
                else ProblemAssert.Is(reply, 401, "token-missing");
            }
        }
    }
}
