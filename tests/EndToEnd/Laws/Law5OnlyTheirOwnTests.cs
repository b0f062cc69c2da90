using System.Text.Json.Nodes;
using Countersign.Scripts.Story;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Laws;

/// <summary>Law 5: everyone sees only their own. Every route with an id is taken from the API's own description.</summary>
public sealed class Law5OnlyTheirOwnTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    /// <summary>What an id in a route stands for, by the route's collection.</summary>
    private static readonly string[] Collections = ["runs", "actions", "approvals", "threads"];

    [Fact]
    public async Task Somebody_elses_object_answers_404_on_every_route()
    {
        using var ada = await Someone.NewAsync(shared.World);
        using var grace = await Someone.NewAsync(shared.World);
        var run = await ada.AskAsync($"merge pull request 7 of {ada.Repository}");
        await ada.Phone.NextAsync();
        var parked = await ada.RunAsync(run, "parked");
        var action = (await ada.ReadAsync("api/actions")).GetProperty("items")[0];
        var ids = new Dictionary<string, string>
        {
            ["runs"] = run, ["actions"] = action.GetProperty("id").GetString()!, ["approvals"] = action.GetProperty("approval").GetString()!,
            ["threads"] = parked.GetProperty("thread").GetString()!,
        };
        await ada.ApprovalAsync(ids["approvals"], "pending"); // the phone rings before the approval's row says so
        var before = await StatesAsync(ada, ids);

        var routes = await RoutesWithIdsAsync(ada.Doors);
        Assert.All(Collections, collection => Assert.Contains(routes, route => route.Path.StartsWith($"api/{collection}/", StringComparison.Ordinal)));
        foreach (var (method, path) in routes)
        {
            var target = path.Replace("{id}", ids[path.Split('/')[1]], StringComparison.Ordinal);
            var foreign = await grace.Doors.SendAsync(method, target, null, grace.NewKey(), default);
            ProblemAssert.Is(foreign, 404, "not-found");
            var made = await grace.Doors.SendAsync(method, path.Replace("{id}", Unknown(ids[path.Split('/')[1]]), StringComparison.Ordinal), null, grace.NewKey(), default);
            Assert.Equal(Told(made), Told(foreign));
        }

        Assert.Equal(before, await StatesAsync(ada, ids));
        Assert.Empty(await ada.EffectsAsync());
    }

    [Fact]
    public async Task Lists_and_the_trail_hold_nothing_of_others()
    {
        using var ada = await Someone.NewAsync(shared.World);
        using var grace = await Someone.NewAsync(shared.World);
        await ada.AnswerAsync(await ada.AskAsync($"list the open issues of {ada.Repository}"));
        var run = (await ada.ReadAsync("api/runs")).GetProperty("items")[0].GetProperty("id").GetString()!;

        foreach (var list in (string[])["api/runs", "api/actions", "api/approvals", "api/threads", $"api/audit?run={run}"])
            Assert.Empty((await grace.ReadAsync(list)).GetProperty("items").EnumerateArray());
        Assert.DoesNotContain(run, await grace.Doors.TextAsync("api/audit/export", default), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_of_somebody_else_is_none()
    {
        using var ada = await Someone.NewAsync(shared.World);
        using var grace = await Someone.NewAsync(shared.World);
        for (var i = 0; i < 2; i++) await ada.AnswerAsync(await ada.AskAsync("say \"hello\""));
        var cursor = (await ada.ReadAsync("api/runs?limit=1")).GetProperty("next").GetString()!;
        Assert.True((await ada.Doors.GetAsync($"api/runs?limit=1&cursor={Uri.EscapeDataString(cursor)}", default)).Ok);

        ProblemAssert.Is(await grace.Doors.GetAsync($"api/runs?limit=1&cursor={Uri.EscapeDataString(cursor)}", default), 400, "bad-cursor");
        ProblemAssert.Is(await ada.Doors.GetAsync($"api/threads?limit=1&cursor={Uri.EscapeDataString(cursor)}", default), 400, "bad-cursor");
    }

    [Fact]
    public async Task An_idempotency_key_of_somebody_else_is_just_a_key()
    {
        using var ada = await Someone.NewAsync(shared.World);
        using var grace = await Someone.NewAsync(shared.World);
        var body = new JsonObject { ["message"] = "say \"hello\"" }.ToJsonString();

        var one = await ada.Doors.PostAsync("api/runs", body, default, "the-same-key");
        var other = await grace.Doors.PostAsync("api/runs", body, default, "the-same-key");

        Assert.Equal((202, 202), ((int)one.Status, (int)other.Status));
        Assert.NotEqual(one.Text("id"), other.Text("id"));
    }

    [Fact]
    public async Task A_thread_of_somebody_else_takes_no_message()
    {
        using var ada = await Someone.NewAsync(shared.World);
        using var grace = await Someone.NewAsync(shared.World);
        var run = await ada.AskAsync("say \"hello\"");
        var thread = (await ada.RunAsync(run, "done")).GetProperty("thread").GetString()!;

        var reply = await grace.Doors.PostAsync("api/runs", new JsonObject { ["message"] = "say \"mine\"", ["thread"] = thread }.ToJsonString(), default, grace.NewKey());

        ProblemAssert.Is(reply, 404, "not-found");
        Assert.Equal(2, (await ada.ReadAsync($"api/threads/{thread}/messages")).GetProperty("items").GetArrayLength());
    }

    /// <summary>The provider's account is pinned: the same login under other hands is refused.</summary>
    [Fact]
    public async Task Another_persons_account_cannot_be_confirmed()
    {
        using var ada = await Someone.NewAsync(shared.World);
        using var grace = await Someone.NewAsync(shared.World);

        ProblemAssert.Is(
            await grace.Doors.PostAsync("api/accounts/github/confirm", new JsonObject { ["account"] = ada.GitHubId }.ToJsonString(), default), 409, "account-differs");
    }

    private static async Task<IReadOnlyList<(HttpMethod Method, string Path)>> RoutesWithIdsAsync(Api doors)
    {
        var description = (await doors.GetAsync("api/openapi.json", default)).Json;
        return
        [
            .. from path in description.GetProperty("paths").EnumerateObject()
               where path.Name.Contains("{id}", StringComparison.Ordinal)
               from method in path.Value.EnumerateObject()
               where method.Name is "get" or "post" or "put" or "patch" or "delete"
               select (HttpMethod.Parse(method.Name), path.Name.TrimStart('/')),
        ];
    }

    private static async Task<string> StatesAsync(Someone ada, Dictionary<string, string> ids)
    {
        var states = new List<string>();
        foreach (var collection in (string[])["runs", "actions", "approvals"])
            states.Add((await ada.ReadAsync($"api/{collection}/{ids[collection]}")).GetProperty("state").GetString()!);
        return string.Join(' ', states);
    }

    /// <summary>An id of the same form that nobody has.</summary>
    private static string Unknown(string id) => id[..^4] + (id.EndsWith("0000", StringComparison.Ordinal) ? "1111" : "0000");

    private static (int, string, string) Told(Reply reply) => ((int)reply.Status, reply.Text("type"), reply.Text("detail"));
}
