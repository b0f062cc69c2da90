using Countersign.Egress;
using Countersign.Gate;
using Countersign.Policies;
using Countersign.Vault;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

/// <summary>The door to GitHub's REST API. Holds no token; each call brings its own and may send what its tool declares.</summary>
internal sealed class GitHubClient(EgressClients egress, IOptions<GitHubOptions> options, TimeProvider time)
{
    public static readonly ConnectionName Connection = ConnectionName.Parse("github");

    /// <summary>The name of the client at Egress.</summary>
    public const string Client = "github";

    public string InstallUrl => options.Value.InstallUrl;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>For a tool's call: its reads, and its writes only where the gate let a write pass.</summary>
    public GitHubSession For(ToolCall call)
    {
        var tool = call.Authorized.Tool;
        return For(call.Authorized, call.Token, call.Authorized.Purpose == Purpose.Write ? [.. tool.Reads, .. tool.Writes] : tool.Reads);
    }

    public GitHubSession For(AuthorizedAction authorized, ProviderToken token, IReadOnlyList<RequestTemplate> allowed) =>
        new(egress.Create(Client), token, allowed, authorized.SendBefore, time);
}
