using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Audit;
using Countersign.Identity;
using Countersign.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Workflows.Actions;

/// <summary>Somebody at the doors.</summary>
public sealed record Person(ActionsWorld World, string Name, PrincipalId Principal, string Token)
{
    public async Task<(HttpStatusCode Status, JsonObject Body)> SendAsync(HttpMethod method, string path, string? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var response = await World.Http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    public Task<(HttpStatusCode Status, JsonObject Body)> UseAsync(string tool, string arguments, string? key = null) =>
        SendAsync(HttpMethod.Post, "/api/actions", $$"""{"tool":"{{tool}}","arguments":{{arguments}}}""", key ?? Guid.NewGuid().ToString());

    public Task<(HttpStatusCode Status, JsonObject Body)> MergeAsync(string repository, string? key = null) =>
        UseAsync("github.merge_pull_request", $$"""{"repository":"{{repository}}","number":7}""", key);

    public async Task<JsonObject> ReadAsync(string action) => (await SendAsync(HttpMethod.Get, $"/api/actions/{action}")).Body;

    /// <summary>The action once its state is the one that is waited for.</summary>
    public async Task<JsonObject> UntilAsync(string action, params string[] states)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var body = await ReadAsync(action);
            if (states.Contains(body["state"]!.ToString())) return body;
            if (deadline.IsCancellationRequested) throw new TimeoutException(await WhyAsync(body));
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
    }

    private async Task<string> WhyAsync(JsonObject body)
    {
        var approval = body["approval"] is { } id ? (await SendAsync(HttpMethod.Get, $"/api/approvals/{id}")).Body.ToJsonString() : "no approval";
        return $"It stayed {body["state"]} ({body["text"]}); {approval}";
    }

    /// <summary>What the phone does with each push.</summary>
    public Task AnswersAsync(string answer) => World.ControlAsync("auto-answer", new JsonObject { ["person"] = Name, ["answer"] = answer });

    /// <summary>Kinds of this person's entries of an action, oldest first.</summary>
    public async Task<List<string>> TrailAsync(string action)
    {
        var kinds = new List<string>();
        var people = World.Services.GetRequiredService<Countersign.Audit.People>();
        await foreach (var stored in people.AllAsync(Principal, KeyRange.Prefix("audit~"), AuditJson.Default.AuditEntry, default))
            if (stored.Value.Action == action) kinds.Add(stored.Value.Kind);
        return kinds;
    }
}
