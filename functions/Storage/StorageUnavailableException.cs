namespace Countersign.Storage;

/// <summary>The store gave no answer; a write may or may not have happened. Doors say 503, activities are tried again.</summary>
/// <param name="code">The store's own short code, never a message of it.</param>
public sealed class StorageUnavailableException(string code) : Exception($"The store did not answer: {code}.")
{
    public string Code { get; } = code;
}
