using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Countersign.Audit;

/// <summary>Checks checkpoints, and signs them where the private half is there.</summary>
public sealed class CheckpointKey : IDisposable
{
    private readonly ECDsa _key;

    private CheckpointKey(ECDsa key)
    {
        _key = key;
        var point = key.ExportParameters(false).Q;
        var (x, y) = (WebEncoders.Base64UrlEncode(point.X!), WebEncoders.Base64UrlEncode(point.Y!)); // a P-256 key has both
        var thumbprint = SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}"""));
        Public = new PublicKey("EC", "P-256", x, y, "sig", "ES256", WebEncoders.Base64UrlEncode(thumbprint));
    }

    public PublicKey Public { get; }

    /// <exception cref="ArgumentException">Not PEM, or no P-256 key.</exception>
    public static CheckpointKey FromPem(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return Of(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <exception cref="ArgumentException">No P-256 key, or not the one its <c>kid</c> names.</exception>
    public static CheckpointKey FromPublic(PublicKey key)
    {
        try
        {
            var made = Of(ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = WebEncoders.Base64UrlDecode(key.X), Y = WebEncoders.Base64UrlDecode(key.Y) },
            }));
            return made.Public.Kid == key.Kid ? made : throw new ArgumentException("The key is not the one its kid names.", nameof(key));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw new ArgumentException("Not a P-256 key.", nameof(key));
        }
    }

    /// <summary>The signed bytes: <c>countersign.checkpoint.v1</c>, principal, number, hash and instant, each on a line of its own.</summary>
    public static byte[] TextOf(string principal, long seq, string hash, string at) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"countersign.checkpoint.v1\n{principal}\n{seq}\n{hash}\n{at}"));

    public Checkpoint Sign(string principal, long seq, string hash, DateTimeOffset now)
    {
        var at = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var signature = _key.SignData(TextOf(principal, seq, hash, at), HashAlgorithmName.SHA256);
        return new Checkpoint(principal, seq, hash, at, Public.Kid, WebEncoders.Base64UrlEncode(signature));
    }

    public bool Signed(Checkpoint checkpoint)
    {
        if (checkpoint.KeyId != Public.Kid) return false;
        try
        {
            return _key.VerifyData(
                TextOf(checkpoint.Principal, checkpoint.Seq, checkpoint.Hash, checkpoint.At),
                WebEncoders.Base64UrlDecode(checkpoint.Signature),
                HashAlgorithmName.SHA256);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public void Dispose() => _key.Dispose();

    private static CheckpointKey Of(ECDsa key)
    {
        if (key.KeySize != 256 || key.ExportParameters(false).Curve.Oid.Value is not "1.2.840.10045.3.1.7") throw new ArgumentException("The key is not on P-256.", nameof(key));
        return new CheckpointKey(key);
    }
}
