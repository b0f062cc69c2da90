using System.Security.Cryptography;

namespace Countersign.Sandbox.World;

/// <summary>RSA keys as text.</summary>
public static class RsaKey
{
    /// <summary>A new 2048-bit private key in PKCS#8 PEM.</summary>
    public static string NewPem()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKeyPem();
    }
}
