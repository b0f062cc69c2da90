using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Countersign.Vault;

/// <summary>A wrong setting stops the process at start, with its name and an example.</summary>
internal sealed class TenantOptionsValidator(IOptions<VaultOptions> vault) : IValidateOptions<TenantOptions>
{
    public ValidateOptionsResult Validate(string? name, TenantOptions options)
    {
        var wrong = new List<string>();
        if (!Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer) || issuer.Scheme is not ("https" or "http") || !options.Issuer!.EndsWith('/'))
            wrong.Add("Auth0:Issuer must be the tenant's issuer with its slash, for example https://acme.eu.auth0.com/.");
        if (string.IsNullOrWhiteSpace(options.ApprovalsAudience))
            wrong.Add("Auth0:ApprovalsAudience must be the identifier of the approvals API, for example https://approvals.countersign.example.");
        Client(wrong, "Approvals", options.Approvals);
        Client(wrong, "Vault", options.Vault);
        Client(wrong, "Reader", options.Reader);
        if (vault.Value.UsesApprovalToken) Client(wrong, "VaultApproved", options.VaultApproved);
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static void Client(List<string> wrong, string role, TenantClientOptions client)
    {
        if (string.IsNullOrWhiteSpace(client.ClientId) || client.ClientId.Length > 64)
            wrong.Add($"Auth0:{role}:ClientId must be the client id of the {role.ToLowerInvariant()} client, for example Zx81cdAq0T.");
        if (string.IsNullOrEmpty(client.ClientSecret) == string.IsNullOrEmpty(client.PrivateKey))
            wrong.Add($"Auth0:{role} needs either Auth0:{role}:ClientSecret or Auth0:{role}:PrivateKey (PEM that begins with -----BEGIN PRIVATE KEY-----), and not both.");
        else if (!string.IsNullOrEmpty(client.PrivateKey) && !IsRsa(client.PrivateKey))
            wrong.Add($"Auth0:{role}:PrivateKey must be an RSA key of 2048 bits or more in PEM (PKCS#8), beginning with -----BEGIN PRIVATE KEY-----.");
    }

    private static bool IsRsa(string pem)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return rsa.KeySize >= 2048;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return false;
        }
    }
}

internal sealed class VaultOptionsValidator : IValidateOptions<VaultOptions>
{
    public ValidateOptionsResult Validate(string? name, VaultOptions options)
    {
        var wrong = new List<string>();
        if (options.SubjectAfterApproval is not ("run-grant" or "approval-token"))
            wrong.Add("Vault:SubjectAfterApproval must be run-grant or approval-token, for example run-grant.");
        if (options.AnswerWithin is < 1 or > 20) wrong.Add("Vault:AnswerWithin must be 1 to 20 seconds, for example 10.");
        if (options.Attempts is < 1 or > 5) wrong.Add("Vault:Attempts must be 1 to 5, for example 3.");
        if (options.LongestWait is < 0 or > 10) wrong.Add("Vault:LongestWait must be 0 to 10 seconds, for example 5.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
