namespace Countersign.Sandbox.GitHub.Git;

/// <summary>A file as a flat tree knows it.</summary>
internal sealed record FileAt(string Mode, string Sha);

/// <summary>Trees seen flat (path to file) and folded again.</summary>
internal static class Files
{
    public static SortedDictionary<string, FileAt> Of(GitObjects objects, string tree)
    {
        var files = new SortedDictionary<string, FileAt>(StringComparer.Ordinal);
        Walk(objects, tree, "", files);
        return files;
    }

    /// <summary>Writes the trees that hold these files and returns the root's name.</summary>
    public static string Fold(GitObjects objects, IEnumerable<KeyValuePair<string, FileAt>> files)
    {
        var entries = new List<TreeEntry>();
        foreach (var group in files.GroupBy(f => f.Key.Split('/', 2)[0], StringComparer.Ordinal))
        {
            var inside = group.Where(f => f.Key.Contains('/')).Select(f => KeyValuePair.Create(f.Key[(group.Key.Length + 1)..], f.Value)).ToArray();
            if (inside.Length > 0) entries.Add(new TreeEntry(group.Key, "040000", Fold(objects, inside)));
            else entries.Add(new TreeEntry(group.Key, group.Single().Value.Mode, group.Single().Value.Sha));
        }

        return objects.AddTree(entries);
    }

    /// <summary>The entry at a path, the root itself for an empty one; null when nothing is there.</summary>
    public static TreeEntry? At(GitObjects objects, string tree, string path)
    {
        var at = new TreeEntry("", "040000", tree);
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (at.Type != "tree" || objects.Tree(at.Sha)?.FirstOrDefault(e => e.Name == part) is not { } next) return null;
            at = next;
        }

        return at;
    }

    private static void Walk(GitObjects objects, string tree, string prefix, SortedDictionary<string, FileAt> files)
    {
        foreach (var entry in objects.Tree(tree) ?? [])
        {
            if (entry.Type == "tree") Walk(objects, entry.Sha, prefix + entry.Name + "/", files);
            else files[prefix + entry.Name] = new FileAt(entry.Mode, entry.Sha);
        }
    }
}
