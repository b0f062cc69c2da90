using System.Text;

namespace Countersign.Sandbox.GitHub.Git;

/// <summary>Ancestry of commits and the joining of two lines of work.</summary>
internal static class History
{
    /// <summary>The commit and all before it, newest first by committer date, as <c>git log</c> lists them.</summary>
    public static List<GitCommit> Log(GitObjects objects, string sha)
    {
        var seen = new HashSet<string> { sha };
        var waiting = new PriorityQueue<GitCommit, (long, int)>();
        var log = new List<GitCommit>();
        var order = 0;
        if (objects.Commit(sha) is { } tip) waiting.Enqueue(tip, (0, 0));
        while (waiting.TryDequeue(out var commit, out _))
        {
            log.Add(commit);
            foreach (var parent in commit.Parents)
            {
                if (seen.Add(parent) && objects.Commit(parent) is { } next)
                    waiting.Enqueue(next, (-next.Committer.Date.ToUnixTimeSeconds(), ++order));
            }
        }

        return log;
    }

    public static bool IsAncestor(GitObjects objects, string ancestor, string of) => Log(objects, of).Any(c => c.Sha == ancestor);

    public static string? MergeBase(GitObjects objects, string a, string b)
    {
        var ofA = Log(objects, a).Select(c => c.Sha).ToHashSet();
        return Log(objects, b).FirstOrDefault(c => ofA.Contains(c.Sha))?.Sha;
    }

    /// <summary>Commits that are on head and not on base, oldest first.</summary>
    public static List<GitCommit> Between(GitObjects objects, string @base, string head)
    {
        var before = Log(objects, @base).Select(c => c.Sha).ToHashSet();
        var ahead = Log(objects, head).Where(c => !before.Contains(c.Sha)).ToList();
        ahead.Reverse();
        return ahead;
    }

    /// <summary>The tree of both changes together; null on a conflict.</summary>
    public static string? MergeTrees(GitObjects objects, string? baseTree, string ours, string theirs)
    {
        var root = baseTree is null ? [] : Files.Of(objects, baseTree);
        var (mine, yours) = (Files.Of(objects, ours), Files.Of(objects, theirs));
        var merged = new SortedDictionary<string, FileAt>(StringComparer.Ordinal);
        foreach (var path in mine.Keys.Union(yours.Keys).Union(root.Keys))
        {
            var (before, a, b) = (root.GetValueOrDefault(path), mine.GetValueOrDefault(path), yours.GetValueOrDefault(path));
            FileAt? result;
            if (a == b || b == before) result = a;
            else if (a == before) result = b;
            else if (a is null || b is null) return null;
            else if (Lines.Merge(Text(objects, before), Text(objects, a), Text(objects, b)) is { } text) result = new FileAt(a.Mode, objects.AddText(text));
            else return null;
            if (result is not null) merged[path] = result;
        }

        return Files.Fold(objects, merged);
    }

    private static string Text(GitObjects objects, FileAt? file) => file is null ? "" : Encoding.UTF8.GetString(objects.Blob(file.Sha) ?? []);
}
