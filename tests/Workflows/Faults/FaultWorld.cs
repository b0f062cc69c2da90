using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Actions;
using Countersign.Approvals;
using Countersign.Sandbox.World;
using Countersign.Tests.Workflows.Runs;

namespace Countersign.Tests.Workflows.Faults;

/// <summary>What the tests of faults ask of the whole app: use a tool at the door, look at what was retried and when, and at what the trail says.</summary>
internal static class FaultWorld
{
    private static int s_keys;

    public static async Task<DoorAnswer> UseAsync(this Member person, string tool, JsonObject arguments, string? key = null)
    {
        using var response = await person.SendAsync(
            HttpMethod.Post, "api/actions", new JsonObject { ["tool"] = tool, ["arguments"] = arguments }, key ?? $"use-{Interlocked.Increment(ref s_keys)}");
        var text = await response.Content.ReadAsStringAsync();
        return new DoorAnswer(response.StatusCode, response.Headers.RetryAfter?.Delta, JsonSerializer.Deserialize<JsonElement>(text));
    }

    public static Task<DoorAnswer> ListIssuesAsync(this Member person, string repository) =>
        person.UseAsync("github.list_issues", new JsonObject { ["repository"] = repository });

    public static Task<DoorAnswer> CommentAsync(this Member person, string repository, string body) =>
        person.UseAsync("github.comment", new JsonObject { ["repository"] = repository, ["number"] = 1, ["body"] = body });

    /// <summary>Proposes a merge and waits until it is on the phone and the app knows it.</summary>
    /// <returns>The action's id.</returns>
    public static async Task<string> ProposeMergeAsync(this Member person, string repository, int number = 7)
    {
        var answer = await person.UseAsync("github.merge_pull_request", new JsonObject { ["repository"] = repository, ["number"] = number });
        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.ToString());
        var id = Member.Text(answer.Json, "id");
        await person.UntilPendingAsync(id);
        return id;
    }

    public static async Task UntilPendingAsync(this Member person, string action) =>
        await Eventually.ComesAsync(
            async () => await person.GetAsync($"api/actions/{action}") is var row && row.TryGetProperty("approval", out var approval)
                && Member.Text(await person.GetAsync($"api/approvals/{approval.GetString()}"), "state") == "pending" ? (bool?)true : null,
            () => $"{action} waits for the phone");

    /// <summary>The action once it is in one of these states.</summary>
    public static async Task<JsonElement> ActionAsync(this Member person, string id, params string[] states)
    {
        var last = default(JsonElement);
        return await Eventually.ComesAsync(
            async () =>
            {
                last = await person.GetAsync($"api/actions/{id}");
                return states.Contains(Member.Text(last, "state")) ? (JsonElement?)last : null;
            },
            () => $"{id} became {string.Join(" or ", states)}; it is {last}");
    }

    /// <summary>The action once it is parked on a remedy of this kind.</summary>
    public static async Task<JsonElement> NeedsAsync(this Member person, string id, params string[] kinds)
    {
        var last = default(JsonElement);
        return await Eventually.ComesAsync(
            async () => (last = await person.GetAsync($"api/actions/{id}")).TryGetProperty("remedy", out var remedy) && remedy.ValueKind == JsonValueKind.Object
                && kinds.Contains(Member.Text(remedy, "kind")) ? (JsonElement?)last : null,
            () => $"{id} needs {string.Join(" or ", kinds)}; it is {last}");
    }

    /// <summary>The person's trail as words, oldest first: <c>kind code</c>.</summary>
    public static async Task<IReadOnlyList<string>> TrailAsync(this Member person) =>
    [
        .. (await person.GetAsync("api/audit?limit=200")).GetProperty("items").EnumerateArray().Reverse()
            .Select(entry => entry.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String ? $"{Member.Text(entry, "kind")} {code.GetString()}" : Member.Text(entry, "kind")),
    ];

    public static async Task FaultAsync(this RunWorld world, string kind, int times, JsonObject arguments)
    {
        arguments["kind"] = kind;
        arguments["times"] = times;
        await world.ControlAsync("faults", arguments);
    }

    public static JsonObject For(this Member person, JsonObject? fault = null)
    {
        fault ??= [];
        fault["match"] = new JsonObject { ["person"] = person.Name };
        return fault;
    }

    public static void NoFaults(this RunWorld world) => world.Sandbox.World.Faults.Clear();

    /// <summary>What arrived at a party since a moment, oldest first.</summary>
    public static IReadOnlyList<Arrival> ArrivedAt(this RunWorld world, string party, DateTimeOffset since, string path = "/") =>
        [.. world.Sandbox.World.Requests.All.Where(arrival => arrival.Party == party && arrival.At >= since && arrival.Path.StartsWith(path, StringComparison.Ordinal))];

    /// <summary>Exchanges that were asked for since a moment. The Poller asks the same endpoint for something else.</summary>
    public static IReadOnlyList<Arrival> Exchanges(this RunWorld world, DateTimeOffset since) =>
        [.. world.ArrivedAt("tenant", since, "/oauth/token").Where(arrival => arrival.Grant?.Contains("token-exchange", StringComparison.Ordinal) == true)];

    /// <summary>Wakes an action before its time, as any event may.</summary>
    public static Task WakeActionAsync(this RunWorld world, string action) => Wake.RaiseAsync(world.Client, ActRef.InstanceOf(action), default);

    public static Task WakeRunAsync(this RunWorld world, string run) => Wake.RaiseAsync(world.Client, $"run-{run}", default);

    public static async Task<ActionRow> RowAsync(this RunWorld world, Member person, string action) =>
        (await world.Get<ActionBook>().ReadAsync(person.Id, ActionId.Parse(action), default))!.Value; // proposed before

    /// <summary>The row once something about it holds.</summary>
    public static async Task<ActionRow> RowAsync(this RunWorld world, Member person, string action, Func<ActionRow, bool> holds, string what) =>
        await Eventually.ComesAsync(async () => await world.RowAsync(person, action) is var row && holds(row) ? row : null, () => what);
}

/// <summary>What a door answered.</summary>
internal sealed record DoorAnswer(HttpStatusCode Status, TimeSpan? RetryAfter, JsonElement Json)
{
    /// <summary>The last part of the problem's type.</summary>
    public string Problem => Json.TryGetProperty("type", out var type) ? type.GetString()!.Split('/')[^1] : "";
}
