using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Tests.EndToEnd.Live;

/// <summary>A person's phone: what was pushed to it, and their answers.</summary>
public sealed class Phone(SandboxControl control, string person)
{
    private readonly HashSet<string> _seen = [];

    public async Task<IReadOnlyList<JsonElement>> PushesAsync() => [.. (await control.GetAsync($"pushes?person={person}")).EnumerateArray()];

    /// <summary>The next push that was not looked at before.</summary>
    public Task<string> NextAsync() => Eventually.ComesAsync(
        async () => (await PushesAsync()).Select(push => push.GetProperty("id").GetString()!).FirstOrDefault(id => !_seen.Contains(id)) is { } next && _seen.Add(next) ? next : null,
        () => $"a push came to {person}");

    public Task ApproveAsync(string push) => control.PostAsync($"pushes/{push}/approve", []);

    public Task DenyAsync(string push) => control.PostAsync($"pushes/{push}/deny", []);

    /// <summary>From now on it answers by itself.</summary>
    public Task AnswersAsync(string answer) => control.PostAsync("auto-answer", new JsonObject { ["person"] = person, ["answer"] = answer });
}
