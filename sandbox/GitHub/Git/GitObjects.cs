using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Sandbox.GitHub.Git;

/// <summary>One line of a tree object. Mode is git's own text: 100644, 100755, 120000, 160000 or 040000 (written without the leading zero).</summary>
internal sealed record TreeEntry(string Name, string Mode, string Sha)
{
    public string Type => Mode switch { "040000" => "tree", "160000" => "commit", _ => "blob" };
}

/// <summary>Who did it and when; git keeps whole seconds.</summary>
internal sealed record Signature(string Name, string Email, DateTimeOffset Date)
{
    public string Line
    {
        get
        {
            var zone = Date.Offset;
            var sign = zone < TimeSpan.Zero ? '-' : '+';
            return string.Create(CultureInfo.InvariantCulture,
                $"{Name} <{Email}> {Date.ToUnixTimeSeconds()} {sign}{Math.Abs(zone.Hours):00}{Math.Abs(zone.Minutes):00}");
        }
    }
}

internal sealed record GitCommit(string Sha, string Tree, IReadOnlyList<string> Parents, Signature Author, Signature Committer, string Message);

/// <summary>A repository's objects under the names git itself gives them: SHA-1 over "type length NUL content".</summary>
internal sealed class GitObjects
{
    private readonly Dictionary<string, byte[]> _blobs = [];
    private readonly Dictionary<string, IReadOnlyList<TreeEntry>> _trees = [];
    private readonly Dictionary<string, GitCommit> _commits = [];

    public byte[]? Blob(string sha) => _blobs.GetValueOrDefault(sha);

    public IReadOnlyList<TreeEntry>? Tree(string sha) => _trees.GetValueOrDefault(sha);

    public GitCommit? Commit(string sha) => _commits.GetValueOrDefault(sha);

    /// <summary>How many commits there are: the same one made twice is one.</summary>
    public int Commits => _commits.Count;

    public bool Has(string sha) => _blobs.ContainsKey(sha) || _trees.ContainsKey(sha) || _commits.ContainsKey(sha);

    /// <summary>The one commit whose name starts so; null when none or several do.</summary>
    public GitCommit? CommitByPrefix(string prefix) =>
        prefix.Length is >= 7 and <= 40 && _commits.Keys.Where(sha => sha.StartsWith(prefix, StringComparison.Ordinal)).Take(2).ToArray() is [var only]
            ? _commits[only]
            : null;

    public string AddBlob(byte[] content)
    {
        var sha = Name("blob", content);
        _blobs[sha] = content;
        return sha;
    }

    public string AddText(string content) => AddBlob(Encoding.UTF8.GetBytes(content));

    public string AddTree(IEnumerable<TreeEntry> entries)
    {
        // Git sorts by bytes, a folder as if its name ended in a slash.
        TreeEntry[] sorted = [.. entries.OrderBy(e => e.Type == "tree" ? e.Name + "/" : e.Name, StringComparer.Ordinal)];
        using var content = new MemoryStream();
        foreach (var entry in sorted)
        {
            content.Write(Encoding.UTF8.GetBytes($"{entry.Mode.TrimStart('0')} {entry.Name}\0"));
            content.Write(Convert.FromHexString(entry.Sha));
        }

        var sha = Name("tree", content.ToArray());
        _trees[sha] = sorted;
        return sha;
    }

    public GitCommit AddCommit(string tree, IReadOnlyList<string> parents, Signature author, Signature committer, string message)
    {
        var text = new StringBuilder().Append("tree ").Append(tree).Append('\n');
        foreach (var parent in parents) text.Append("parent ").Append(parent).Append('\n');
        text.Append("author ").Append(author.Line).Append('\n').Append("committer ").Append(committer.Line).Append("\n\n").Append(message);
        var sha = Name("commit", Encoding.UTF8.GetBytes(text.ToString()));
        return _commits[sha] = new GitCommit(sha, tree, parents, author, committer, message);
    }

    // Git's own format, not a choice of ours.
#pragma warning disable CA5350
    private static string Name(string type, byte[] content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{type} {content.Length}\0")));
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
#pragma warning restore CA5350
}
