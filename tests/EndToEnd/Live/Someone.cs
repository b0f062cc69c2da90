using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Scripts.Story;

namespace Countersign.Tests.EndToEnd.Live;

/// <summary>A person of their own, with a GitHub repository nobody else may write to: a copy of the sandbox's shop. Tests with different people do not meet.</summary>
public sealed class Someone : IDisposable
{
    private int _keys;

    private Someone(LiveWorld world, JsonElement person, string? token)
    {
        World = world;
        Made = person;
        Name = person.GetProperty("name").GetString()!;
        GitHubId = person.GetProperty("github_id").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture);
        Doors = world.Door(token);
        Phone = new Phone(world.Control, Name);
    }

    public LiveWorld World { get; }

    /// <summary>The control API's answer to making them.</summary>
    public JsonElement Made { get; }

    public string Name { get; }

    public string GitHubId { get; }

    /// <summary>The app's doors with their token.</summary>
    public Api Doors { get; }

    public Phone Phone { get; }

    /// <summary><c>acme/…</c>.</summary>
    public string Repository { get; private set; } = "";

    public long RepositoryId { get; private set; }

    /// <summary>With a token and a repository; GitHub linked and confirmed unless told otherwise.</summary>
    public static async Task<Someone> NewAsync(LiveWorld world, bool linked = true, bool installed = true, string enrolment = "confirmed")
    {
        var name = "p" + Guid.NewGuid().ToString("n")[..10];
        var person = await world.Control.PostAsync(
            "people", new JsonObject { ["name"] = name, ["link_github"] = linked, ["install_github"] = installed, ["enrolment"] = enrolment });
        var someone = new Someone(world, person, await TokenAsync(world, name));
        var repository = await world.Control.PostAsync("github/repositories", new JsonObject { ["owner"] = "acme", ["name"] = $"shop-{name}", ["person"] = name });
        someone.Repository = repository.GetProperty("full_name").GetString()!;
        someone.RepositoryId = repository.GetProperty("id").GetInt64();
        if (linked) await someone.ConfirmAsync();
        return someone;
    }

    /// <summary>An access token as the web client gets it, or one with a defect.</summary>
    public static async Task<string> TokenAsync(LiveWorld world, string name, JsonObject? order = null)
    {
        order ??= [];
        order["person"] = name;
        return (await world.Control.PostAsync("tokens", order)).GetProperty("access_token").GetString()!;
    }

    /// <summary>A person with a browser, for those who sign in and link themselves.</summary>
    public Person WithBrowser() => new(World.ControlFile, Made, World.Audience, World.Url);

    public async Task ConfirmAsync()
    {
        var refreshed = await Doors.PostAsync("api/accounts/refresh", null, default);
        Assert.True(refreshed.Ok, $"{refreshed.Status} {refreshed.Text("detail")}");
        var confirmed = await Doors.PostAsync("api/accounts/github/confirm", new JsonObject { ["account"] = GitHubId }.ToJsonString(), default);
        Assert.True(confirmed.Ok, $"{confirmed.Status} {confirmed.Text("detail")} {refreshed.Json}");
    }

    public string NewKey() => $"{Name}-{Interlocked.Increment(ref _keys)}";

    /// <summary>Uses a tool at the door.</summary>
    public Task<Reply> UseAsync(string tool, JsonObject arguments, string? key = null) =>
        Doors.PostAsync("api/actions", new JsonObject { ["tool"] = tool, ["arguments"] = arguments }.ToJsonString(), default, key ?? NewKey());

    /// <summary>Proposes the merge of a pull request of their repository and waits until it is on the phone and the app knows it.</summary>
    public async Task<(string Action, string Push)> ProposeMergeAsync(int number)
    {
        var reply = await UseAsync("github.merge_pull_request", Merge(number));
        Assert.True((int)reply.Status == 202, $"{reply.Status} {reply.Json}");
        var action = reply.Text("id");
        var push = await Phone.NextAsync();
        var parked = await ActionAsync(action, "parked");
        await ApprovalAsync(parked.GetProperty("approval").GetString()!, "pending");
        return (action, push);
    }

    public JsonObject Merge(int number) => new() { ["repository"] = Repository, ["number"] = number };

    /// <summary>Asks the assistant; the id of the run.</summary>
    public async Task<string> AskAsync(string message, string? thread = null)
    {
        var body = new JsonObject { ["message"] = message };
        if (thread is not null) body["thread"] = thread;
        var reply = await Doors.PostAsync("api/runs", body.ToJsonString(), default, NewKey());
        Assert.True((int)reply.Status == 202, $"{reply.Status} {reply.Json}");
        return reply.Text("id");
    }

    public async Task<JsonElement> ReadAsync(string path)
    {
        var reply = await Doors.GetAsync(path, default);
        Assert.True(reply.Ok, $"{path}: {reply.Status} {reply.Json}");
        return reply.Json;
    }

    /// <summary>The action once it is in one of these states.</summary>
    public Task<JsonElement> ActionAsync(string id, params string[] states) => ReachesAsync($"api/actions/{id}", states);

    public Task<JsonElement> RunAsync(string id, params string[] states) => ReachesAsync($"api/runs/{id}", states);

    public Task<JsonElement> ApprovalAsync(string id, params string[] states) => ReachesAsync($"api/approvals/{id}", states);

    /// <summary>The last thing the assistant said in the thread of a run that is over.</summary>
    public async Task<string> AnswerAsync(string run)
    {
        var row = await RunAsync(run, "done");
        var messages = await ReadAsync($"api/threads/{row.GetProperty("thread").GetString()}/messages");
        return messages.GetProperty("items").EnumerateArray().Last().GetProperty("text").GetString()!;
    }

    /// <summary>What the world saw this person do, as words: <c>merge</c>, <c>comment</c>.</summary>
    public async Task<IReadOnlyList<string>> EffectsAsync() =>
        [.. (await World.Control.GetAsync($"effects?person={Name}")).EnumerateArray().Select(effect => effect.GetProperty("kind").GetString()!)];

    public async Task<bool> IsMergedAsync(int number) =>
        (await World.Control.GetAsync($"github/pulls/{Repository}/{number}")).GetProperty("merged").GetBoolean();

    /// <summary>The entries of their trail, oldest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> TrailAsync() =>
        [.. (await ReadAsync("api/audit?limit=200")).GetProperty("items").EnumerateArray().Reverse()];

    public void Dispose() => Doors.Dispose();

    private async Task<JsonElement> ReachesAsync(string path, string[] states)
    {
        var last = "nothing";
        return await Eventually.ComesAsync(
            async () =>
            {
                var json = await ReadAsync(path);
                last = json.ToString();
                return states.Contains(json.GetProperty("state").GetString()) ? (JsonElement?)json : null;
            },
            () => $"{path} became {string.Join(" or ", states)}; it is {last}");
    }
}
