using Countersign.Gate;
using Countersign.Policies;
using Countersign.Vault;

namespace Countersign.Connectors;

/// <summary>A connector's question whose token it holds, and how far that token reaches.</summary>
public interface IWhoIs
{
    ConnectionName Connection { get; }

    /// <summary>What the questions may send; for a gate passage with <see cref="Purpose.WhoIs"/>. No agent can use it.</summary>
    ToolDeclaration Declaration { get; }

    /// <param name="authorized">A passage for this question, or the one whose exchange gave the token: it goes before that one's first request.</param>
    Task<WhoIsResult> AskAsync(AuthorizedAction authorized, ProviderToken token, CancellationToken ct);

    /// <summary>Whether the provider's app is installed anywhere; for connections guarded by permissions.</summary>
    Task<ReachResult> ReachAsync(AuthorizedAction authorized, ProviderToken token, CancellationToken ct);
}

public abstract record WhoIsResult
{
    private WhoIsResult() { }

    public sealed record Account(ProviderAccount Value) : WhoIsResult;

    public sealed record Needs(Remedy Remedy) : WhoIsResult;

    public sealed record Unavailable(TimeSpan After) : WhoIsResult;

    /// <summary>The provider does not take the token; a new exchange is worth one try.</summary>
    public sealed record TokenRefused : WhoIsResult;
}

public abstract record ReachResult
{
    private ReachResult() { }

    /// <param name="Places">Repositories by name, at most 100, for people.</param>
    /// <param name="More">Whether there are others.</param>
    public sealed record Reaches(IReadOnlyList<string> Places, bool More) : ReachResult;

    /// <summary>Installed nowhere, or not allowed to say: the installation page is the remedy.</summary>
    public sealed record Needs(Remedy Remedy) : ReachResult;

    public sealed record Unavailable(TimeSpan After) : ReachResult;
}
