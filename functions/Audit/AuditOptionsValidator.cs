using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Countersign.Audit;

/// <summary>Opens the key: a process that could not sign a checkpoint does not start.</summary>
internal sealed class AuditOptionsValidator : IValidateOptions<AuditOptions>
{
    public ValidateOptionsResult Validate(string? name, AuditOptions options)
    {
        if (string.IsNullOrEmpty(options.SigningKey) == string.IsNullOrEmpty(options.SigningKeyFile))
            return ValidateOptionsResult.Fail("Set Audit:SigningKeyFile or Audit:SigningKey, one of them: an ECDSA P-256 private key in PEM (openssl ecparam -name prime256v1 -genkey -noout).");
        try
        {
            using var key = AuditComposition.KeyOf(options);
            key.Sign("p", 1, "h", DateTimeOffset.UnixEpoch);
            return ValidateOptionsResult.Success;
        }
        catch (InvalidOperationException e)
        {
            return ValidateOptionsResult.Fail(e.Message);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return ValidateOptionsResult.Fail("The audit signing key is no ECDSA P-256 private key in PEM.");
        }
    }
}
