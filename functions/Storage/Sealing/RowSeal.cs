using System.Security.Cryptography;

namespace Countersign.Storage.Sealing;

/// <summary>
/// A seal over what must never change in a row, beside it. Nothing in it is secret: it is there because whoever can write the store cannot make one, and
/// a row that was altered, or moved to another person or key, no longer fits its own.
/// </summary>
public sealed class RowSeal(ISealer sealer)
{
    /// <summary>It holds as long as the row does.</summary>
    private static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="kind">What is sealed: <c>action</c>, <c>approval</c>.</param>
    /// <param name="person">The principal's partition.</param>
    /// <param name="key">The row.</param>
    /// <param name="content">All that must not change, in one form of bytes.</param>
    public string Of(string kind, string person, string key, ReadOnlySpan<byte> content) => sealer.Seal(PurposeOf(kind, person, key), SHA256.HashData(content));

    /// <returns>False where there is no seal, too: a row without one was not written by this app.</returns>
    public bool Holds(string? seal, string kind, string person, string key, ReadOnlySpan<byte> content) =>
        seal is not null && sealer.Open(PurposeOf(kind, person, key), seal) is { } sealedHash
        && CryptographicOperations.FixedTimeEquals(sealedHash, SHA256.HashData(content));

    private static SealPurpose PurposeOf(string kind, string person, string key) => new($"row-{kind}", person, key, Never);
}
