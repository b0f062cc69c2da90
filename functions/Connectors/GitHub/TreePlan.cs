namespace Countersign.Connectors.GitHub;

/// <summary>
/// What a commit's tree will be: reads the folders on the way to the changed files and computes the root's name, so that a person approves it and a look
/// knows the commit again without writing anything.
/// </summary>
internal sealed class TreePlan(GitHubSession session, long repository)
{
    private const string NewFile = "100644";
    private const string Folder = "040000";

    public async Task<Answer<Planned>> MakeAsync(string rootTree, IReadOnlyList<FileChange> files, CancellationToken ct)
    {
        var changes = new List<PlannedFile>();
        var root = await FoldAsync(rootTree, "", files.Select(f => (Parts: f.Path.Split('/'), Change: f)).ToList(), changes, ct);
        return root.Fault is { } fault ? new(null, fault)
            : new(new Planned(root.Sha ?? GitHash.Tree([]), [.. changes.OrderBy(c => c.Path, StringComparer.Ordinal)], root.Invalid), null);
    }

    /// <param name="sha">The folder as it is; null where it is new.</param>
    private async Task<Folded> FoldAsync(
        string? sha, string at, List<(string[] Parts, FileChange Change)> files, List<PlannedFile> changes, CancellationToken ct)
    {
        var entries = new Dictionary<string, GitEntry>(StringComparer.Ordinal);
        if (sha is not null)
        {
            if (!(await session.GetAsync($"repositories/{repository}/git/trees/{sha}", GitHubWireJson.Default.TreeWire, ct)).Is(out var tree, out var fault))
                return new(null, fault, null);
            if (!tree.Tree.All(e => GitHash.IsName(e.Sha))) return new(null, new GitHubFault(FaultKind.Broken), null);
            if (tree.Truncated) return new(null, null, $"The folder {(at.Length == 0 ? "at the root" : at)} is too large.");
            foreach (var e in tree.Tree) entries[e.Path] = new GitEntry(e.Path, e.Mode, e.Sha);
        }

        foreach (var group in files.GroupBy(f => f.Parts[0], StringComparer.Ordinal))
        {
            var path = at.Length == 0 ? group.Key : $"{at}/{group.Key}";
            var old = entries.GetValueOrDefault(group.Key);
            if (group.Any(f => f.Parts.Length == 1))
            {
                if (group.Count() > 1 || old is { IsFolder: true }) return new(null, null, $"{path} would be a file and a folder.");
                if (Change(entries, old, path, group.Single().Change, changes) is { } invalid) return new(null, null, invalid);
                continue;
            }

            if (old is { IsFolder: false }) return new(null, null, $"{path} is a file, not a folder.");
            var below = await FoldAsync(old?.Sha, path, [.. group.Select(f => (f.Parts[1..], f.Change))], changes, ct);
            if (below.Fault is not null || below.Invalid is not null) return below;
            if (below.Sha is null) entries.Remove(group.Key);
            else entries[group.Key] = new GitEntry(group.Key, Folder, below.Sha);
        }

        // git keeps no empty folders.
        return new(entries.Count == 0 ? null : GitHash.Tree(entries.Values), null, null);
    }

    private static string? Change(Dictionary<string, GitEntry> entries, GitEntry? old, string path, FileChange change, List<PlannedFile> changes)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (change.Content is null)
        {
            if (old is null) return $"{path} does not exist, so it cannot be deleted.";
            entries.Remove(name);
            changes.Add(new(path, FileEffect.Delete, old.Mode, old.Sha, null));
            return null;
        }

        // A link or a submodule is not text; a file that can be run stays one.
        if (old is { Mode: not ("100644" or "100755" or "100664") }) return $"{path} is not a plain file.";
        var mode = old?.Mode ?? NewFile;
        var sha = GitHash.Blob(change.Content);
        if (old?.Sha == sha) return $"{path} already has that content.";
        entries[name] = new GitEntry(name, mode, sha);
        changes.Add(new(path, old is null ? FileEffect.Create : FileEffect.Change, mode, old?.Sha, sha));
        return null;
    }

    private readonly record struct Folded(string? Sha, GitHubFault? Fault, string? Invalid);
}

/// <param name="Invalid">Why the files cannot be changed so; then the rest means nothing.</param>
internal sealed record Planned(string TreeSha, IReadOnlyList<PlannedFile> Files, string? Invalid);
