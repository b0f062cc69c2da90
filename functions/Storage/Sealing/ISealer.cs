namespace Countersign.Storage.Sealing;

/// <summary>Encrypts what must rest in storage. What was sealed for one purpose opens for no other, and not after its expiry.</summary>
public interface ISealer
{
    /// <returns>Text for a JSON string. It tells nothing but the length.</returns>
    string Seal(SealPurpose purpose, ReadOnlySpan<byte> secret);

    /// <returns>Null when it was sealed for another purpose or with another key, was altered, or has expired.</returns>
    byte[]? Open(SealPurpose purpose, string text);
}
