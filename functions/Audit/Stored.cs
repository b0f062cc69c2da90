namespace Countersign.Audit;

/// <summary>A person's row, read.</summary>
/// <param name="ETag">For a conditional write.</param>
public sealed record Stored<T>(string Key, T Value, string ETag);
