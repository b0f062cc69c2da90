using Countersign.Connectors;
using Countersign.Policies;

namespace Countersign.Accounts;

/// <summary>The connections that the app's tools use, and what their tools may do there in plain words.</summary>
public sealed class KnownConnections(ToolCatalog catalog)
{
    private const string Read = "=read";

    public IReadOnlyList<ConnectionName> All { get; } =
        [.. catalog.All.Select(tool => tool.Declaration.Connection).Distinct().OrderBy(connection => connection.Value, StringComparer.Ordinal)];

    public ConnectionName? Find(string name) => All.Where(connection => connection.Value == name).Cast<ConnectionName?>().FirstOrDefault();

    public IReadOnlyList<ToolName> ToolsOf(ConnectionName connection) =>
        [.. catalog.All.Select(tool => tool.Declaration).Where(tool => tool.Connection == connection).Select(tool => tool.Name)];

    /// <summary>Each once; what may be changed may be read, which is not said again.</summary>
    public IReadOnlyList<string> PermissionsOf(ConnectionName connection)
    {
        var all = catalog.All.Select(tool => tool.Declaration).Where(tool => tool.Connection == connection)
            .SelectMany(tool => tool.Permissions.Concat(tool.Scopes)).ToHashSet(StringComparer.Ordinal);
        return [.. all.Where(permission => !(permission.EndsWith(Read, StringComparison.Ordinal) && all.Contains(permission[..^Read.Length] + "=write")))
            .Select(InWords).Order(StringComparer.Ordinal)];
    }

    /// <summary><c>pull_requests=write</c> is "Read and change pull requests".</summary>
    internal static string InWords(string permission)
    {
        var parts = permission.Split('=');
        var what = parts[0].Replace('_', ' ').Replace(':', ' ');
        return parts.Length < 2 ? what : parts[1] == "read" ? $"Read {what}" : $"Read and change {what}";
    }
}
