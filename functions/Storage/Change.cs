namespace Countersign.Storage;

/// <summary>One conditional change of one row.</summary>
public abstract record Change
{
    private Change(string key) => Key = key;

    public string Key { get; }

    internal virtual ReadOnlyMemory<byte> Content => default;

    /// <summary>Conflicts when the row exists.</summary>
    public sealed record Insert(string Key, ReadOnlyMemory<byte> Value) : Change(Key)
    {
        internal override ReadOnlyMemory<byte> Content => Value;
    }

    /// <summary>Conflicts when the row is gone or was written since.</summary>
    public sealed record Replace(string Key, ReadOnlyMemory<byte> Value, string ETag) : Change(Key)
    {
        internal override ReadOnlyMemory<byte> Content => Value;
    }

    /// <summary>Writes the row whatever stood there.</summary>
    public sealed record Upsert(string Key, ReadOnlyMemory<byte> Value) : Change(Key)
    {
        internal override ReadOnlyMemory<byte> Content => Value;
    }

    /// <summary>Conflicts when the row is gone, or was written since if an ETag is given.</summary>
    public sealed record Delete(string Key, string? ETag) : Change(Key);
}
