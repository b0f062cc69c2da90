using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Approvals;
using Countersign.Identity;
using Countersign.Sandbox.Tenant.Ciba;

namespace Countersign.Tests.Workflows.Runs;

/// <summary>A person who asks the agent, through the public doors, and answers the phone.</summary>
public sealed class Member(RunWorld world, string name, PrincipalId id, string token, string gitHubId)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static int s_keys;

    public string Name => name;

    public PrincipalId Id => id;

    public string Token { get; set; } = token;

    public async Task LinkAsync()
    {
        await ControlAsync("link");
        using var refreshed = await SendAsync(HttpMethod.Post, "api/accounts/refresh");
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
        using var confirmed = await SendAsync(HttpMethod.Post, "api/accounts/github/confirm", new { account = gitHubId });
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
    }

    public Task ControlAsync(string action) =>
        world.ControlAsync("accounts", new JsonObject { ["person"] = name, ["connection"] = "github", ["action"] = action });

    /// <returns>The run as it was accepted.</returns>
    public async Task<JsonElement> AskAsync(string message, string? thread = null, string? key = null)
    {
        using var response = await TryAskAsync(message, thread, key);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public Task<HttpResponseMessage> TryAskAsync(string message, string? thread = null, string? key = null)
    {
        var body = new JsonObject { ["message"] = message };
        if (thread is not null) body["thread"] = thread;
        return SendAsync(HttpMethod.Post, "api/runs", body, key ?? $"key-{Interlocked.Increment(ref s_keys)}");
    }

    /// <summary>Asks and waits for the end.</summary>
    public async Task<JsonElement> EndOfAsync(string message, string? thread = null) => await OverAsync(Text(await AskAsync(message, thread), "id"));

    public Task<JsonElement> OverAsync(string run) => UntilAsync(run, "done", "failed", "cancelled");

    public async Task<JsonElement> UntilAsync(string run, params string[] states)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var now = await GetAsync($"api/runs/{run}");
            if (states.Contains(Text(now, "state"))) return now;
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, $"It is still {now}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public async Task<IReadOnlyList<JsonElement>> MessagesAsync(string thread) => Items(await GetAsync($"api/threads/{thread}/messages?limit=200"));

    public Task<IReadOnlyList<JsonElement>> MessagesAsync(JsonElement run) => MessagesAsync(Text(run, "thread"));

    public async Task<IReadOnlyList<JsonElement>> ActionsAsync(string run) =>
        [.. Items(await GetAsync("api/actions?limit=200")).Where(action => Text(action, "run") == run)];

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, string? key = null)
    {
        using var request = Request(method, path);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (body is not null) request.Content = JsonContent.Create(body);
        return await world.Http.SendAsync(request);
    }

    public HttpRequestMessage Request(HttpMethod method, string path) =>
        new(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };

    public IReadOnlyList<Push> Pushes => [.. world.Sandbox.Tenant.Pushes.All.Where(push => push.Person.Name == name).OrderBy(push => push.CreatedAt)];

    /// <summary>Waits for the push of this number, from 1, and answers it.</summary>
    public async Task AnswerAsync(bool approve, int number = 1)
    {
        await Eventually.TrueAsync(() => Pushes.Count >= number, $"push {number} comes");
        Assert.Equal(AnswerOutcome.Taken, world.Sandbox.Tenant.Pushes.Answer(Pushes[number - 1].Id, approve));
    }

    /// <summary>All of this person's pushes are answered as they come.</summary>
    public Task AlwaysAsync(string answer) => world.ControlAsync("auto-answer", new JsonObject { ["person"] = name, ["answer"] = answer });

    internal ApprovalBook Approvals => world.Get<ApprovalBook>();

    public static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!;

    private static IReadOnlyList<JsonElement> Items(JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];
}
