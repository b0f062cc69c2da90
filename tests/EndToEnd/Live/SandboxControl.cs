using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Scripts.Story;

namespace Countersign.Tests.EndToEnd.Live;

/// <summary>The sandbox's control API: what a test does to the world, and what the world saw.</summary>
public sealed class SandboxControl(JsonElement control) : IDisposable
{
    private readonly Api _api = new(new Uri(control.GetProperty("control").GetString() + "/"), control.GetProperty("token").GetString());

    public async Task<JsonElement> PostAsync(string path, JsonObject body)
    {
        var reply = await _api.PostAsync(path, body.ToJsonString(), default);
        return reply.Ok ? reply.Json : throw new InvalidOperationException($"The control API refused {path}: {(int)reply.Status} {reply.Text("error")}");
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        var reply = await _api.GetAsync(path, default);
        return reply.Ok ? reply.Json : throw new InvalidOperationException($"The control API refused {path}: {(int)reply.Status} {reply.Text("error")}");
    }

    public Task FaultAsync(string kind, int times, JsonObject arguments)
    {
        arguments["kind"] = kind;
        arguments["times"] = times;
        return PostAsync("faults", arguments);
    }

    /// <summary>Faults of this kind that wait to happen.</summary>
    public async Task<int> FaultsLeftAsync(string kind) =>
        (await GetAsync("faults")).EnumerateArray().Where(fault => fault.GetProperty("kind").GetString() == kind).Sum(fault => fault.GetProperty("left").GetInt32());

    public async Task ClearFaultsAsync() => await _api.SendAsync(HttpMethod.Delete, "faults", null, null, default);

    /// <summary>All that is redeemable and was given out.</summary>
    public async Task<IReadOnlyList<(string Kind, string Text)>> SecretsAsync() =>
        [.. (await GetAsync("secrets")).EnumerateArray().Select(secret => (secret.GetProperty("kind").GetString()!, secret.GetProperty("text").GetString()!))];

    public void Dispose() => _api.Dispose();
}
