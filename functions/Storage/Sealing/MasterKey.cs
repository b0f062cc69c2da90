using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Countersign.Storage.Sealing;

/// <summary>Wraps the key ring with AES-256-GCM. Comes from settings alone: the app makes none, so a lost key is never replaced beside its data.</summary>
[DebuggerDisplay("[redacted]")]
internal sealed class MasterKey
{
    private readonly byte[] _key;

    public MasterKey(IOptions<SecretsOptions> options)
    {
        var text = options.Value switch
        {
            { MasterKey: { Length: > 0 } inline, MasterKeyFile: null or "" } => inline,
            { MasterKey: null or "", MasterKeyFile: { Length: > 0 } file } => OwnerOnlyFile.Read(file, "Secrets:MasterKeyFile"),
            _ => throw new InvalidOperationException("Set Secrets:MasterKey or Secrets:MasterKeyFile, one of them: 32 random bytes in base 64 (openssl rand -base64 32)."),
        };
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text.Trim(), bytes, out var length) || length != 32)
            throw new InvalidOperationException("The master key is not 32 bytes in base 64.");
        _key = bytes[..32];
    }

    /// <returns>Nonce, tag, ciphertext.</returns>
    public byte[] Wrap(ReadOnlySpan<byte> plain)
    {
        var wrapped = new byte[28 + plain.Length];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, 12));
        using var aes = new AesGcm(_key, 16);
        aes.Encrypt(wrapped.AsSpan(0, 12), plain, wrapped.AsSpan(28), wrapped.AsSpan(12, 16));
        return wrapped;
    }

    /// <exception cref="CryptographicException">Another key wrapped it, or it was altered.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length < 28) throw new CryptographicException("too short");
        var plain = new byte[wrapped.Length - 28];
        using var aes = new AesGcm(_key, 16);
        aes.Decrypt(wrapped[..12], wrapped[28..], wrapped[12..28], plain);
        return plain;
    }

    public override string ToString() => "[redacted]";
}
