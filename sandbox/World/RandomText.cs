using System.Security.Cryptography;

namespace Countersign.Sandbox.World;

/// <summary>Unguessable text for tokens, codes and ids.</summary>
public static class RandomText
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Letters and digits, <paramref name="length"/> of them.</summary>
    public static string Of(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    /// <summary>Lower-case hex digits, <paramref name="length"/> of them.</summary>
    public static string Hex(int length) => RandomNumberGenerator.GetHexString(length, lowercase: true);
}
