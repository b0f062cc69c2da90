using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Countersign.Storage.Sealing;

internal sealed class DataProtectionSealer(IDataProtectionProvider provider, TimeProvider time) : ISealer
{
    public string Seal(SealPurpose purpose, ReadOnlySpan<byte> secret) => WebEncoders.Base64UrlEncode(For(purpose).Protect(secret.ToArray()));

    public byte[]? Open(SealPurpose purpose, string text)
    {
        if (time.GetUtcNow() >= purpose.Expires) return null;
        try
        {
            return For(purpose).Unprotect(WebEncoders.Base64UrlDecode(text));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private IDataProtector For(SealPurpose purpose) => provider.CreateProtector(
        "countersign.seal.v1",
        purpose.Kind,
        purpose.Person,
        purpose.Scope,
        purpose.Expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
}
