using System.Text.Json.Nodes;
using Countersign.Scripts.Story;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Laws;

/// <summary>
/// Law 5 on every route with everything that can name what is somebody's: ids in paths, queries and bodies, cursors, idempotency keys, event numbers. Routes
/// and their parameters come from the API's own description; one that is not written down here fails, so that somebody says whose it is.
/// </summary>
public sealed class Law5EveryRouteTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    /// <summary>What a route is sent where it wants a body; its objects are the caller's own.</summary>
    private static readonly Dictionary<string, Func<Someone, JsonObject>?> Rows = new()
    {
        ["GET /.well-known/countersign-audit.json"] = null,
        ["GET /api/accounts"] = null,
        ["POST /api/accounts/refresh"] = null,
        ["POST /api/accounts/{connection}/check"] = null,
        ["POST /api/accounts/{connection}/confirm"] = me => new() { ["account"] = me.GitHubId },
        ["POST /api/accounts/{connection}/unlink"] = null,
        ["GET /api/actions"] = null,
        ["POST /api/actions"] = me => new() { ["tool"] = "github.list_issues", ["arguments"] = new JsonObject { ["repository"] = me.Repository } },
        ["GET /api/actions/{id}"] = null,
        ["POST /api/actions/{id}/cancel"] = null,
        ["GET /api/approvals"] = null,
        ["GET /api/approvals/{id}"] = null,
        ["POST /api/approvals/{id}/ask-again"] = null,
        ["POST /api/approvals/{id}/withdraw"] = null,
        ["GET /api/audit"] = null,
        ["GET /api/audit/checkpoint"] = null,
        ["GET /api/audit/export"] = null,
        ["GET /api/audit/verify"] = null,
        ["GET /api/events"] = null,
        ["GET /api/openapi.json"] = null,
        ["GET /api/runs"] = null,
        ["POST /api/runs"] = _ => new() { ["message"] = "say \"mine\"" },
        ["GET /api/runs/{id}"] = null,
        ["POST /api/runs/{id}/cancel"] = null,
        ["POST /api/runs/{id}/grant"] = null,
        ["GET /api/phone"] = null,
        ["POST /api/phone/check"] = null,
        ["POST /api/stop"] = null,
        ["GET /api/threads"] = null,
        ["GET /api/threads/{id}"] = null,
        ["GET /api/threads/{id}/messages"] = null,
        ["GET /api/tools"] = null,
        ["GET /config.json"] = null,
        ["GET /healthz"] = null,
        ["GET /readyz"] = null,
    };

    /// <summary>Whose each parameter and member is: it names an object, or it names nothing that anybody has.</summary>
    private static readonly Dictionary<string, string?> Names = new()
    {
        ["id"] = "its collection", ["run"] = "runs", ["action"] = "actions", ["thread"] = "threads", ["cursor"] = "cursors", ["Idempotency-Key"] = "keys",
        ["account"] = "accounts", ["after"] = "events", ["Last-Event-ID"] = "events",
        ["connection"] = null, ["arguments"] = null, // the provider judges what they may see there
        ["limit"] = null, ["tool"] = null, ["decision"] = null, ["outcome"] = null, ["from"] = null, ["to"] = null, ["message"] = null,
        ["state"] = null, ["denied"] = null, ["follow"] = null,
    };

    /// <summary>What a token of each wrong kind is told.</summary>
    public static readonly (JsonObject Order, int Status, string Type)[] WrongTokens =
    [
        (new() { ["defect"] = "unsigned" }, 401, "token-invalid"),
        (new() { ["defect"] = "unsigned_mixed_case" }, 401, "token-invalid"),
        (new() { ["defect"] = "wrong_key" }, 401, "token-invalid"),
        (new() { ["defect"] = "unknown_key" }, 401, "token-invalid"),
        (new() { ["defect"] = "key_in_header" }, 401, "token-invalid"),
        (new() { ["defect"] = "alg_hs256" }, 401, "token-invalid"),
        (new() { ["defect"] = "alg_hs256_of_modulus" }, 401, "token-invalid"),
        (new() { ["defect"] = "changed" }, 401, "token-invalid"),
        (new() { ["defect"] = "wrong_issuer" }, 401, "token-invalid"),
        (new() { ["defect"] = "other_tenant" }, 401, "token-invalid"),
        (new() { ["defect"] = "expired" }, 401, "token-expired"),
        (new() { ["defect"] = "future" }, 401, "token-invalid"),
        (new() { ["defect"] = "wrong_audience" }, 401, "token-wrong-audience"),
        (new() { ["defect"] = "id_token" }, 401, "token-wrong-audience"),
        (new() { ["defect"] = "machine" }, 403, "token-of-machine"),
        (new() { ["client_id"] = "somebodyElses" }, 403, "client-not-listed"),
        (new() { ["authorization_details"] = new JsonArray(new JsonObject { ["type"] = "x" }) }, 403, "token-of-approval"),
        (new() { ["audience"] = "https://approvals.countersign.example" }, 403, "token-of-approval"),
    ];

    [Fact]
    public async Task Every_route_parameter_and_member_is_written_down_here()
    {
        var routes = await RouteOf.AllAsync(shared.World.Door());

        Assert.Equal(Rows.Keys.Order(StringComparer.Ordinal), routes.Select(route => route.Name).Order(StringComparer.Ordinal));
        Assert.All(routes, route => Assert.All([.. route.Parameters.Select(one => one.Name), .. route.Members], name => Assert.Contains(name, Names.Keys)));
        Assert.All(routes, route => Assert.Equal(route.Members.Count > 0, Rows[route.Name] is not null));
    }

    [Fact]
    public async Task A_token_of_any_wrong_kind_opens_no_route_and_changes_nothing()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var run = await ada.AskAsync("say \"hello\"");
        var ids = Ids(await ada.RunAsync(run, "done"), action: "act_0", approval: "apr_0");
        var before = (await ada.TrailAsync()).Count;
        var routes = (await RouteOf.AllAsync(ada.Doors)).Where(route => !route.Open).ToList();
        Assert.NotEmpty(routes);

        foreach (var (order, status, type) in WrongTokens)
        {
            using var door = shared.World.Door(await Someone.TokenAsync(shared.World, ada.Name, order.DeepClone().AsObject()));
            foreach (var route in routes)
                ProblemAssert.Is(await route.SendAsync(door, Fill(route, ids), Rows[route.Name]?.Invoke(ada).ToJsonString(), ada.NewKey()), status, type);
        }

        Assert.Equal(before, (await ada.TrailAsync()).Count);
        Assert.Equal("confirmed", (await ada.ReadAsync("api/accounts")).GetProperty("items")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_somebody_else_has_is_told_as_what_nobody_has_on_every_route()
    {
        using var ada = await Someone.NewAsync(shared.World);
        using var grace = await Someone.NewAsync(shared.World);
        var (theirs, cursors, key) = await BusyAsync(ada);
        var own = Ids(await grace.RunAsync(await grace.AskAsync("say \"mine\""), "done"), theirs["actions"], theirs["approvals"]);
        var before = await StatesAsync(ada, theirs);
        var tried = new HashSet<string>();

        foreach (var route in (await RouteOf.AllAsync(ada.Doors)).Where(route => !route.Open && route.Path != "/api/events"))
        {
            foreach (var name in route.Parameters.Select(one => one.Name).Concat(route.Members).Where(name => Names[name] is not null))
            {
                tried.Add(name);
                var (foreign, nobodys) = name switch
                {
                    "id" => (await AsAsync(grace, route, theirs), await AsAsync(grace, route, Unknown(theirs))),
                    "run" or "action" => (await AsAsync(grace, route, theirs, query: $"{name}={theirs[name + "s"]}"), await AsAsync(grace, route, theirs, query: $"{name}={Unknown(theirs)[name + "s"]}")),
                    "cursor" when cursors.TryGetValue(route.Path, out var cursor) => (await AsAsync(grace, route, theirs, query: $"limit=1&cursor={Uri.EscapeDataString(cursor)}"), await AsAsync(grace, route, theirs, query: $"limit=1&cursor={Altered(cursor)}")),
                    "thread" => (await AsAsync(grace, route, theirs, body => body["thread"] = theirs["threads"]), await AsAsync(grace, route, theirs, body => body["thread"] = Unknown(theirs)["threads"])),
                    "account" => (await AsAsync(grace, route, theirs, body => body["account"] = ada.GitHubId), await AsAsync(grace, route, theirs, body => body["account"] = "999999999")),
                    "Idempotency-Key" => (await AsAsync(grace, route, theirs, key: key), await AsAsync(grace, route, theirs)),
                    _ => throw new InvalidOperationException($"How is {name} of {route.Name} tried?"),
                };
                Assert.True(Told(foreign) == Told(nobodys), $"{route.Name}, {name}: {foreign.Json} and {nobodys.Json}");
                if (name is "id" or "thread") ProblemAssert.Is(foreign, 404, "not-found");
                if (name == "cursor" && route.Path.Contains("{id}", StringComparison.Ordinal))
                    ProblemAssert.Is(await AsAsync(grace, route, own, query: $"limit=1&cursor={Uri.EscapeDataString(cursors[route.Path])}"), 400, "bad-cursor");
                if (name == "cursor" && !route.Path.Contains("{id}", StringComparison.Ordinal)) ProblemAssert.Is(foreign, 400, "bad-cursor");
                Assert.DoesNotContain(theirs.Values.Append(ada.Repository), text => foreign.Json.ValueKind != System.Text.Json.JsonValueKind.Undefined && foreign.Json.ToString().Contains(text, StringComparison.Ordinal));
            }
        }

        Assert.Equal(["Idempotency-Key", "account", "action", "cursor", "id", "run", "thread"], tried.Order(StringComparer.Ordinal));
        Assert.Equal(before, await StatesAsync(ada, theirs));
        Assert.Empty(await ada.EffectsAsync());
    }

    /// <summary>A stream begins where its own person's numbers do: another's numbers are just numbers, another's run is one that nobody has.</summary>
    [Fact]
    public async Task Somebody_elses_runs_and_numbers_open_no_event_of_theirs()
    {
        using var ada = await Someone.NewAsync(shared.World);
        using var grace = await Someone.NewAsync(shared.World);
        var (theirs, _, _) = await BusyAsync(ada);
        var run = await grace.AskAsync("say \"mine\"");
        await grace.RunAsync(run, "done");
        var last = (await EventReader.FollowAsync(ada, "api/events?follow=false", 0, _ => false))[^1].Number;

        var all = await EventReader.FollowAsync(grace, "api/events?follow=false", 0, _ => false);
        Assert.NotEmpty(all);
        Assert.DoesNotContain(all, sent => theirs.Values.Append(ada.Repository).Any(text => sent.Data.GetRawText().Contains(text, StringComparison.Ordinal)));
        Assert.True(last > all[^1].Number, "one stream goes further than the other");
        foreach (var number in (long[])[1, last - 1, last, last + 1, int.MaxValue])
        {
            var expected = all.Where(sent => sent.Number > number).Select(sent => sent.Number).ToList();
            Assert.Equal(expected, (await EventReader.FollowAsync(grace, "api/events?follow=false", number, _ => false)).Select(sent => sent.Number));
            Assert.Equal(expected, (await EventReader.FollowAsync(grace, $"api/events?after={number}&follow=false", null, _ => false)).Select(sent => sent.Number));
        }

        foreach (var foreign in (string[])[theirs["runs"], Unknown(theirs)["runs"]])
            Assert.Empty(await EventReader.FollowAsync(grace, $"api/events?run={foreign}&after=0&follow=false", null, _ => false));
        Assert.Equal(all.Where(sent => sent.Data.TryGetProperty("run", out var of) && of.GetString() == run).Select(sent => sent.Number), (await EventReader.FollowAsync(grace, $"api/events?run={run}&after=0&follow=false", null, _ => false)).Select(sent => sent.Number));
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("2147483648")]
    [InlineData("-1")]
    [InlineData("1e3")]
    public async Task A_number_that_no_event_has_begins_no_stream(string number)
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);
        using var http = new HttpClient { BaseAddress = shared.World.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/events?follow=false");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {ada.Doors.Token}");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", number);
        using var response = await http.SendAsync(request);
        Assert.Equal(400, (int)response.StatusCode);
        ProblemAssert.Is(await ada.Doors.GetAsync($"api/events?after={Uri.EscapeDataString(number)}&follow=false", default), 400, "bad-parameter");
    }

    /// <summary>A cursor is of one list, one person and one text.</summary>
    [Fact]
    public async Task A_cursor_opens_its_own_list_alone()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var (ids, cursors, _) = await BusyAsync(ada);
        Assert.Equal(6, cursors.Count);

        foreach (var (path, cursor) in cursors)
        {
            var list = path.Replace("{id}", ids["threads"], StringComparison.Ordinal).TrimStart('/');
            Assert.True((await ada.Doors.GetAsync($"{list}?limit=1&cursor={Uri.EscapeDataString(cursor)}", default)).Ok);
            ProblemAssert.Is(await ada.Doors.GetAsync($"{list}?limit=1&cursor={Altered(cursor)}", default), 400, "bad-cursor");
            foreach (var other in cursors.Where(other => other.Key != path))
                ProblemAssert.Is(await ada.Doors.GetAsync($"{list}?limit=1&cursor={Uri.EscapeDataString(other.Value)}", default), 400, "bad-cursor");
        }
    }

    /// <summary>Two runs parked on a merge each, and a cursor of every list.</summary>
    private static async Task<(Dictionary<string, string> Ids, Dictionary<string, string> Cursors, string Key)> BusyAsync(Someone ada)
    {
        var run = "";
        foreach (var number in (int[])[7, 10])
        {
            run = await ada.AskAsync($"merge pull request {number} of {ada.Repository}");
            await ada.Phone.NextAsync();
            await ada.RunAsync(run, "parked");
        }

        var key = ada.NewKey();
        Assert.True((await ada.Doors.PostAsync("api/runs", new JsonObject { ["message"] = "say \"mine\"" }.ToJsonString(), default, key)).Ok);
        var action = (await ada.ReadAsync("api/actions")).GetProperty("items")[0];
        var ids = Ids(await ada.RunAsync(run, "parked"), action.GetProperty("id").GetString()!, action.GetProperty("approval").GetString()!);
        var cursors = new Dictionary<string, string>();
        foreach (var route in (await RouteOf.AllAsync(ada.Doors)).Where(route => route.Parameters.Any(one => one.Name == "cursor")))
            cursors[route.Path] = (await ada.ReadAsync($"{Fill(route, ids)}?limit=1")).GetProperty("next").GetString()!;
        return (ids, cursors, key);
    }

    private static Dictionary<string, string> Ids(System.Text.Json.JsonElement run, string action, string approval) => new()
    {
        ["runs"] = run.GetProperty("id").GetString()!, ["threads"] = run.GetProperty("thread").GetString()!, ["actions"] = action, ["approvals"] = approval,
    };

    private static async Task<Reply> AsAsync(
        Someone caller, RouteOf route, Dictionary<string, string> ids, Action<JsonObject>? change = null, string? query = null, string? key = null)
    {
        var body = Rows[route.Name]?.Invoke(caller);
        if (body is not null) change?.Invoke(body);
        return await route.SendAsync(caller.Doors, Fill(route, ids) + (query is null ? "" : $"?{query}"), body?.ToJsonString(), key ?? caller.NewKey());
    }

    private static string Fill(RouteOf route, Dictionary<string, string> ids) => route.Path.TrimStart('/')
        .Replace("{connection}", "github", StringComparison.Ordinal)
        .Replace("{id}", route.Path.Contains("{id}", StringComparison.Ordinal) ? ids[route.Collection] : "", StringComparison.Ordinal);

    private static async Task<string> StatesAsync(Someone ada, Dictionary<string, string> ids)
    {
        var states = new List<string>();
        foreach (var collection in (string[])["runs", "actions", "approvals"])
            states.Add((await ada.ReadAsync($"api/{collection}/{ids[collection]}")).GetProperty("state").GetString()!);
        states.Add($"{(await ada.ReadAsync($"api/threads/{ids["threads"]}/messages")).GetProperty("items").GetArrayLength()} messages");
        states.Add((await ada.ReadAsync("api/accounts")).GetProperty("items")[0].GetProperty("state").GetString()!);
        return string.Join(' ', states);
    }

    /// <summary>Ids of the same form that nobody has.</summary>
    private static Dictionary<string, string> Unknown(Dictionary<string, string> ids) =>
        ids.ToDictionary(one => one.Key, one => one.Value[..^4] + (one.Value.EndsWith("0000", StringComparison.Ordinal) ? "1111" : "0000"));

    private static string Altered(string cursor) => cursor[..^8] + (cursor[^8] == 'A' ? 'B' : 'A') + cursor[^7..];

    /// <summary>All that an answer tells but what is new in each: ids and times.</summary>
    private static (int, string, string, string, string) Told(Reply reply) =>
        ((int)reply.Status, reply.Text("type"), reply.Text("title"), reply.Text("detail"), reply.Json.ValueKind == System.Text.Json.JsonValueKind.Object
            ? string.Join(',', reply.Json.EnumerateObject().Select(member => member.Name)) : "");
}
