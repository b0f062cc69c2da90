using System.Globalization;
using System.Text;

namespace Countersign.Sandbox.GitHub.Git;

/// <summary>A run of lines of the old text that a run of lines of the new text replaces.</summary>
internal sealed record Change(int OldStart, int OldCount, int NewStart, int NewCount);

/// <summary>Line differences: what changed, as unified text, and two changes joined over their common base.</summary>
internal static class Lines
{
    private const int Context = 3;

    public static string[] Split(string text)
    {
        if (text.Length == 0) return [];
        var lines = text.Split('\n');
        return text.EndsWith('\n') ? lines[..^1] : lines;
    }

    public static List<Change> Changes(string[] old, string[] now)
    {
        // Longest common subsequence by table: the files of this world are short.
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var changes = new List<Change>();
        for (int i = 0, j = 0; i < old.Length || j < now.Length;)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                i++;
                j++;
                continue;
            }

            var (oldStart, newStart) = (i, j);
            while ((i < old.Length || j < now.Length) && !(i < old.Length && j < now.Length && old[i] == now[j]))
            {
                if (j >= now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1])) i++;
                else j++;
            }

            changes.Add(new Change(oldStart, i - oldStart, newStart, j - newStart));
        }

        return changes;
    }

    /// <summary>Hunks with three lines of context, as <c>git diff</c> prints them, without file headers and without a last line break.</summary>
    public static (string Patch, int Additions, int Deletions) Unified(string oldText, string newText)
    {
        var (old, now) = (Split(oldText), Split(newText));
        var changes = Changes(old, now);
        var patch = new StringBuilder();
        for (var first = 0; first < changes.Count;)
        {
            var last = first;
            while (last + 1 < changes.Count && changes[last + 1].OldStart - (changes[last].OldStart + changes[last].OldCount) <= 2 * Context) last++;
            Hunk(patch, old, now, changes[first..(last + 1)], oldText, newText);
            first = last + 1;
        }

        return (patch.ToString().TrimEnd('\n'), changes.Sum(c => c.NewCount), changes.Sum(c => c.OldCount));
    }

    /// <summary>Both sides' changes over their base; null where they touch the same or neighbouring lines differently, as git does.</summary>
    public static string? Merge(string baseText, string ours, string theirs)
    {
        var root = Split(baseText);
        var (mine, yours) = (Split(ours), Split(theirs));
        var both = Changes(root, mine).Select(c => (Change: c, Lines: mine[c.NewStart..(c.NewStart + c.NewCount)]))
            .Concat(Changes(root, yours).Select(c => (Change: c, Lines: yours[c.NewStart..(c.NewStart + c.NewCount)])))
            .OrderBy(c => c.Change.OldStart).ThenBy(c => c.Change.OldCount).ToArray();

        var merged = new List<string>();
        var at = 0;
        for (var i = 0; i < both.Length; i++)
        {
            var (change, lines) = both[i];
            if (i + 1 < both.Length && both[i + 1].Change.OldStart <= change.OldStart + change.OldCount)
            {
                var same = both[i + 1].Change.OldStart == change.OldStart && both[i + 1].Change.OldCount == change.OldCount
                    && both[i + 1].Lines.SequenceEqual(lines);
                if (!same) return null;
                continue;
            }

            merged.AddRange(root[at..change.OldStart]);
            merged.AddRange(lines);
            at = change.OldStart + change.OldCount;
        }

        merged.AddRange(root[at..]);
        return merged.Count == 0 ? "" : string.Join('\n', merged) + "\n";
    }

    private static void Hunk(StringBuilder patch, string[] old, string[] now, List<Change> changes, string oldText, string newText)
    {
        var oldFrom = Math.Max(0, changes[0].OldStart - Context);
        var newFrom = Math.Max(0, changes[0].NewStart - Context);
        var oldTo = Math.Min(old.Length, changes[^1].OldStart + changes[^1].OldCount + Context);
        var newTo = Math.Min(now.Length, changes[^1].NewStart + changes[^1].NewCount + Context);
        patch.Append("@@ -").Append(Range(oldFrom, oldTo)).Append(" +").Append(Range(newFrom, newTo)).Append(" @@\n");

        var at = oldFrom;
        foreach (var change in changes)
        {
            for (; at < change.OldStart; at++) Line(patch, ' ', old, at, oldText);
            for (; at < change.OldStart + change.OldCount; at++) Line(patch, '-', old, at, oldText);
            for (var j = change.NewStart; j < change.NewStart + change.NewCount; j++) Line(patch, '+', now, j, newText);
        }

        for (; at < oldTo; at++) Line(patch, ' ', old, at, oldText);
    }

    private static void Line(StringBuilder patch, char mark, string[] lines, int at, string text)
    {
        patch.Append(mark).Append(lines[at]).Append('\n');
        if (at == lines.Length - 1 && !text.EndsWith('\n')) patch.Append("\\ No newline at end of file\n");
    }

    private static string Range(int from, int to) => (to - from) switch
    {
        0 => string.Create(CultureInfo.InvariantCulture, $"{from},0"),
        1 => (from + 1).ToString(CultureInfo.InvariantCulture),
        var count => string.Create(CultureInfo.InvariantCulture, $"{from + 1},{count}"),
    };
}
