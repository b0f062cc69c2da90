using System.Text;

namespace Countersign.Sandbox.GitHub.Git;

/// <summary>What happened to one file between two trees. Patch is null for files that are not text.</summary>
internal sealed record FileChange(string Path, string Status, string Sha, int Additions, int Deletions, string? Patch, string? PreviousPath, FileAt? Old, FileAt? New)
{
    public static List<FileChange> Between(GitObjects objects, string? oldTree, string newTree)
    {
        var old = oldTree is null ? [] : Files.Of(objects, oldTree);
        var now = Files.Of(objects, newTree);
        var removed = old.Where(f => !now.ContainsKey(f.Key)).ToDictionary(f => f.Key, f => f.Value);
        var changes = new List<FileChange>();
        foreach (var (path, file) in now)
        {
            if (old.TryGetValue(path, out var before))
            {
                if (before != file) changes.Add(Make(objects, path, "modified", before, file));
            }
            else if (removed.FirstOrDefault(r => r.Value.Sha == file.Sha) is { Key: { } from, Value: { } source })
            {
                removed.Remove(from);
                changes.Add(new FileChange(path, "renamed", file.Sha, 0, 0, null, from, source, file));
            }
            else
            {
                changes.Add(Make(objects, path, "added", null, file));
            }
        }

        changes.AddRange(removed.Select(r => Make(objects, r.Key, "removed", r.Value, null)));
        return [.. changes.OrderBy(c => c.Path, StringComparer.Ordinal)];
    }

    /// <summary>The change as <c>git diff</c> prints it.</summary>
    public string Diff()
    {
        var text = new StringBuilder();
        text.Append("diff --git a/").Append(PreviousPath ?? Path).Append(" b/").Append(Path).Append('\n');
        if (Status == "added") text.Append("new file mode ").Append(New?.Mode).Append('\n');
        if (Status == "removed") text.Append("deleted file mode ").Append(Old?.Mode).Append('\n');
        if (PreviousPath is not null)
            return text.Append("similarity index 100%\nrename from ").Append(PreviousPath).Append("\nrename to ").Append(Path).Append('\n').ToString();
        text.Append("index ").Append(Short(Old)).Append("..").Append(Short(New));
        if (Status == "modified") text.Append(' ').Append(New?.Mode);
        text.Append('\n');
        if (Patch is null)
        {
            text.Append("Binary files differ\n");
        }
        else if (Patch.Length > 0)
        {
            text.Append("--- ").Append(Old is null ? "/dev/null" : "a/" + Path).Append("\n+++ ").Append(New is null ? "/dev/null" : "b/" + Path).Append('\n');
            text.Append(Patch).Append('\n');
        }

        return text.ToString();
    }

    private static string Short(FileAt? file) => file?.Sha[..7] ?? "0000000";

    private static FileChange Make(GitObjects objects, string path, string status, FileAt? old, FileAt? now)
    {
        var (before, after) = (Text(objects, old), Text(objects, now));
        var sha = (now ?? old)?.Sha ?? "";
        if (before is null || after is null) return new FileChange(path, status, sha, 0, 0, null, null, old, now);
        var (patch, additions, deletions) = Lines.Unified(before, after);
        return new FileChange(path, status, sha, additions, deletions, patch, null, old, now);
    }

    private static string? Text(GitObjects objects, FileAt? file)
    {
        if (file is null) return "";
        var bytes = objects.Blob(file.Sha) ?? [];
        return bytes.AsSpan().Contains((byte)0) ? null : Encoding.UTF8.GetString(bytes);
    }
}
