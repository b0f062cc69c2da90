namespace Countersign.Storage;

/// <summary>Keys from <paramref name="From"/> inclusive to <paramref name="Before"/> exclusive, in ordinal order.</summary>
public sealed record KeyRange(string From, string Before)
{
    /// <summary>All keys that begin with the prefix.</summary>
    /// <param name="prefix">At least one character of the key alphabet.</param>
    public static KeyRange Prefix(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return new KeyRange(prefix, prefix[..^1] + (char)(prefix[^1] + 1));
    }
}
