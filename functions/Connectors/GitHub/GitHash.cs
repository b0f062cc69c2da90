using System.Security.Cryptography;
using System.Text;

namespace Countersign.Connectors.GitHub;

/// <summary>Names of git objects, computed here as git does: SHA-1 over <c>type length NUL content</c>.</summary>
internal static class GitHash
{
    /// <summary>Whether it is such a name: 40 hexadecimal digits.</summary>
    public static bool IsName(string text) => text.Length == 40 && text.All(char.IsAsciiHexDigit);

    public static string Blob(string text) => Hex("blob", Encoding.UTF8.GetBytes(text));

    /// <param name="entries">In any order; git's own order is by name, a folder's name counting with a slash at its end.</param>
    public static string Tree(IEnumerable<GitEntry> entries)
    {
        using var content = new MemoryStream();
        foreach (var entry in entries.OrderBy(e => e.IsFolder ? e.Name + "/" : e.Name, Utf8Order.Instance))
        {
            content.Write(Encoding.UTF8.GetBytes($"{entry.Mode.TrimStart('0')} {entry.Name}\0"));
            content.Write(Convert.FromHexString(entry.Sha));
        }

        return Hex("tree", content.ToArray());
    }

#pragma warning disable CA5350 // git's object names are SHA-1; nothing is trusted because of them alone.
    private static string Hex(string type, byte[] content) =>
        Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes(FormattableString.Invariant($"{type} {content.Length}\0")), .. content]));
#pragma warning restore CA5350

    private sealed class Utf8Order : IComparer<string>
    {
        public static readonly Utf8Order Instance = new();

        public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x ?? "").AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? ""));
    }
}

/// <param name="Mode">As GitHub writes it, six digits: <c>100644</c>, <c>040000</c>.</param>
internal sealed record GitEntry(string Name, string Mode, string Sha)
{
    public bool IsFolder => Mode.TrimStart('0') == "40000";
}
