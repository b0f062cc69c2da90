using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Connectors;
using Countersign.Policies;
using Countersign.Sandbox.World;

namespace Countersign.Tests.Workflows.GitHub;

/// <summary>One test's repository and what the test does with the tools there.</summary>
internal sealed class Shop(LiveGitHub github, string fullName, long id, string person)
{
    /// <summary>More than any test needs.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    public string FullName => fullName;

    public async Task<ToolOutcome> ReadAsync(string name, string arguments)
    {
        var tool = Find(name);
        return await tool.ReadAsync(new ToolCall(await github.PassAsync(tool.Declaration, person), github.TokenOf(person), Parse(tool, arguments)), CancellationToken.None);
    }

    public async Task<ToolOutcome.Done> DoneAsync(string name, string arguments) => Assert.IsType<ToolOutcome.Done>(await ReadAsync(name, arguments));

    public async Task<Resolution> ResolveAsync(string name, string arguments)
    {
        var tool = Find(name);
        return await tool.ResolveAsync(new ToolCall(await github.PassAsync(tool.Declaration, person), github.TokenOf(person), Parse(tool, arguments)), CancellationToken.None);
    }

    /// <summary>Resolved as an action would be that waits to be executed.</summary>
    public async Task<Waiting> ProposeAsync(string name, string arguments)
    {
        var tool = Find(name);
        var resolved = Assert.IsType<Resolution.Resolved>(await ResolveAsync(name, arguments));
        return new Waiting(tool, Parse(tool, arguments), resolved.Value, resolved.Risk, ActionId.New(github.Time));
    }

    public async Task<ToolOutcome> ExecuteAsync(Waiting action, string? token = null)
    {
        var authorized = await github.PassWriteAsync(action.Tool.Declaration, person, action.Arguments, action.Resolved, action.Id, Lease);
        var provider = token is null ? github.TokenOf(person) : new Vault.ProviderToken(token);
        return await action.Tool.ExecuteAsync(new ToolCall(authorized, provider, action.Arguments, action.Resolved), action.Id.Value, CancellationToken.None);
    }

    public async Task<Look> LookAsync(Waiting action)
    {
        var authorized = await github.PassAsync(action.Tool.Declaration, person);
        return await action.Tool.LookAsync(new ToolCall(authorized, github.TokenOf(person), action.Arguments, action.Resolved), action.Id.Value, CancellationToken.None);
    }

    /// <summary>What the world saw happen here.</summary>
    public IReadOnlyList<Effect> Effects(params string[] kinds) =>
        [.. github.World.Effects.All.Where(e => e.Repository == fullName && (kinds.Length == 0 || kinds.Contains(e.Kind)))];

    public Task<JsonNode?> ControlAsync(string path, JsonObject? more = null)
    {
        var body = more ?? [];
        body["repository"] = fullName;
        return github.ControlAsync(path, body);
    }

    public Task<JsonNode> SeeAsync(string kind, object what) => github.SeeAsync($"{kind}/{fullName}/{what}");

    /// <summary>The next request here that fits goes wrong.</summary>
    public void Fault(string kind, JsonObject arguments, int times = 1) =>
        github.World.Faults.Add(new Fault(kind, arguments, new Dictionary<string, string>(StringComparer.Ordinal) { ["repository"] = fullName }), times);

    /// <summary>The next such request to this repository, by its number, loses its line.</summary>
    public void CutLine(string method, string when) => github.World.Faults.Add(
        new Fault("connection_drop", new JsonObject { ["host"] = "github", ["method"] = method, ["when"] = when, ["path_prefix"] = $"/repositories/{id}/" },
            new Dictionary<string, string>(StringComparer.Ordinal)), 1);

    public string With(string more) => $$"""{"repository":"{{fullName}}"{{(more.Length > 0 ? "," : "")}}{{more}}}""";

    private Tool Find(string name) => github.Tools.Find(ToolName.Parse("github." + name)) ?? throw new ArgumentException($"No tool {name}.", nameof(name));

    private static JsonElement Parse(Tool tool, string arguments) => Assert.IsType<ArgumentsResult.Parsed>(tool.Parse(JsonElement.Parse(arguments))).Canonical;
}

/// <summary>An action as the store keeps it until it is executed.</summary>
internal sealed record Waiting(Tool Tool, JsonElement Arguments, JsonElement Resolved, Risk Risk, ActionId Id);
