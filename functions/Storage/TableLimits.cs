using System.Buffers;

namespace Countersign.Storage;

/// <summary>The limits of the port. They are those of the narrower adapter, so that what passes on a workstation passes when deployed.</summary>
public static class TableLimits
{
    /// <summary>Bytes of UTF-8 in one value: an Azure entity holds 1 MiB.</summary>
    public const int Value = 512 * 1024;

    /// <summary>Bytes of all values of a batch: Azure takes 4 MiB on the wire.</summary>
    public const int BatchBytes = 3 * 1024 * 1024;

    /// <summary>Changes in one batch.</summary>
    public const int BatchRows = 100;

    /// <summary>Rows of one page.</summary>
    public const int Page = 1000;

    /// <summary>Characters of a key or a partition.</summary>
    public const int Key = 256;

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    internal static void CheckKey(string key, string name)
    {
        if (string.IsNullOrEmpty(key) || key.Length > Key || key.AsSpan().ContainsAnyExcept(KeyCharacters))
            throw new ArgumentException($"A key is 1 to {Key} of the characters A-Z a-z 0-9 - . _ ~", name);
    }

    internal static void CheckTable(string table)
    {
        if (string.IsNullOrEmpty(table) || table.Length is < 3 or > 63 || table.AsSpan().ContainsAnyExceptInRange('a', 'z'))
            throw new ArgumentException("A table's name is 3 to 63 lower-case letters.", nameof(table));
    }

    internal static void CheckPage(KeyRange range, int limit)
    {
        ArgumentNullException.ThrowIfNull(range);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, Page);
    }

    internal static void CheckBatch(IReadOnlyList<Change> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.Count is < 1 or > BatchRows) throw new ArgumentException($"A batch has 1 to {BatchRows} changes.", nameof(changes));
        var keys = new HashSet<string>(changes.Count, StringComparer.Ordinal);
        var bytes = 0L;
        foreach (var change in changes)
        {
            CheckKey(change.Key, nameof(changes));
            if (!keys.Add(change.Key)) throw new ArgumentException("A key stands in a batch once.", nameof(changes));
            if (change.Content.Length > Value) throw new ArgumentException($"A value has at most {Value} bytes.", nameof(changes));
            bytes += change.Content.Length;
        }

        if (bytes > BatchBytes) throw new ArgumentException($"The values of a batch have at most {BatchBytes} bytes.", nameof(changes));
    }
}
