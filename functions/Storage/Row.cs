namespace Countersign.Storage;

/// <param name="Value">UTF-8 JSON, at most 512 KiB.</param>
/// <param name="ETag">Opaque; another one after every write, also after deleting and inserting again.</param>
public sealed record Row(string Key, ReadOnlyMemory<byte> Value, string ETag);
