using System.Text.Json.Nodes;
using Countersign.Policies;

namespace Countersign.Connectors.GitHub;

/// <summary>What all of GitHub's tools have in common: how they declare themselves and how they find the repository.</summary>
internal static class GitHubTool
{
    /// <summary>By name, then by number: a tool pins the repository before anything else; a read of one thing does so where the name leads elsewhere.</summary>
    private static readonly string[] Pinning = ["GET repos/{owner}/{repo}", "GET repositories/{id}"];

    public static ToolDeclaration Read(string name, string description, string[] permissions, params string[] reads) =>
        Declare(name, description, Risk.Read, EffectStrategy.None, permissions, [.. Pinning, .. reads], []);

    public static ToolDeclaration Write(
        string name, string description, Risk risk, EffectStrategy effect, string[] permissions, string[] reads, string[] writes) =>
        Declare(name, description, risk, effect, permissions, [.. Pinning, .. reads], writes);

    public static ToolDeclaration Declare(
        string name, string description, Risk risk, EffectStrategy effect, string[] permissions, string[] reads, string[] writes) => new()
        {
            Name = ToolName.Parse($"github.{name}"),
            Description = description,
            Connection = GitHubClient.Connection,
            Risk = risk,
            Effect = effect,
            Permissions = permissions,
            Reads = [.. reads.Select(Template)],
            Writes = [.. writes.Select(Template)],
            ContractHash = "", // the tool that this declares takes it, once it has its schema
        };

    /// <summary>
    /// Whether an answer read by name in one request is of the repository that was asked for. Names differ in case alone; true where there was no answer, whose
    /// fault speaks.
    /// </summary>
    public static bool IsCalled(string? found, string asked) => found is null || string.Equals(found, asked, StringComparison.OrdinalIgnoreCase);

    /// <summary>A name that leads elsewhere or to nothing is looked up, and read by its number: a renamed repository is followed, another one never.</summary>
    public static bool MayBeElsewhere(this GitHubFault? fault) => fault is { Kind: FaultKind.Moved or FaultKind.NotFound };

    /// <summary>Finds a repository by <c>owner/name</c>; one that was renamed is found under its new name.</summary>
    public static Task<Answer<RepositoryWire>> RepositoryAsync(this GitHubSession session, string repository, CancellationToken ct) =>
        session.GetAsync($"repos/{repository:path}", GitHubWireJson.Default.RepositoryWire, ct);

    /// <summary>The pinned repository as it is now.</summary>
    public static Task<Answer<RepositoryWire>> RepositoryAsync(this GitHubSession session, long id, CancellationToken ct) =>
        session.GetAsync($"repositories/{id}", GitHubWireJson.Default.RepositoryWire, ct);

    public static ToolOutcome.Done Done(JsonObject result, string? url, params string[] sources) => new(ResultBudget.Fit(result), url, sources);

    /// <summary>Writes a listing's members after those that say what it is of.</summary>
    public static JsonObject Listing<T>(RepositoryWire repository, IEnumerable<T> items, Func<T, JsonObject> shape, bool next, int page)
    {
        var result = new JsonObject { ["repository"] = repository.FullName, ["items"] = new JsonArray([.. items.Select(i => (JsonNode)shape(i))]) };
        if (next) result["next_page"] = page + 1;
        return result;
    }

    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private static RequestTemplate Template(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return new RequestTemplate(text[..space], text[(space + 1)..]);
    }
}
