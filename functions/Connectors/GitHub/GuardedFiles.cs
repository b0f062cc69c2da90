using Countersign.Policies;

namespace Countersign.Connectors.GitHub;

/// <summary>Files that decide what runs or who must agree: changing one is destructive.</summary>
internal static class GuardedFiles
{
    private static readonly string[] Owners = ["CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS"];

    public static Risk RiskOf(IEnumerable<string> paths) => paths.Any(IsGuarded) ? Risk.Destructive : Risk.Write;

    /// <summary>Whatever the case of its letters: on some disks <c>.GitHub</c> is the same folder.</summary>
    public static bool IsGuarded(string path) =>
        path.StartsWith(".github/workflows/", StringComparison.OrdinalIgnoreCase) || path.StartsWith(".github/actions/", StringComparison.OrdinalIgnoreCase)
        || Owners.Contains(path, StringComparer.OrdinalIgnoreCase);

    public static bool IsWorkflow(string path) => path.StartsWith(".github/workflows/", StringComparison.OrdinalIgnoreCase);
}
