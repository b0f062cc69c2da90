using System.Security.Cryptography;
using System.Text;

namespace Countersign.Sandbox.Tenant;

/// <summary>Says which client is calling: secret in the body, secret in the header, a signed assertion, or a public client's bare id.</summary>
public sealed class ClientAuthentication(Clients clients, ClientAssertion assertions)
{
    /// <summary>The client, or why not. More than one proof in a request is refused.</summary>
    public async Task<(Client? Client, OAuthError? Error)> AuthenticateAsync(HttpRequest request, Parameters parameters, string issuer)
    {
        var (basic, problem) = Basic(request);
        if (problem is not null)
            return (null, problem);
        if (new[] { basic is not null, parameters["client_secret"] is not null, parameters["client_assertion"] is not null }.Count(given => given) > 1)
            return (null, new(400, "invalid_request", "Only one client authentication method may be used."));
        var id = basic?.Id ?? parameters["client_id"];
        if (id is null)
            return (null, OAuthError.Missing("client_id"));
        if (basic is not null && parameters["client_id"] is { } named && named != id)
            return (null, OAuthError.Unauthorized);
        if (clients.Find(id) is not { } client)
            return (null, OAuthError.Unauthorized);
        if (parameters["client_assertion"] is { } assertion)
        {
            var proven = parameters["client_assertion_type"] == ClientAssertion.Type && await assertions.ProvesAsync(assertion, client, issuer).ConfigureAwait(false);
            return proven ? (client, null) : (null, OAuthError.BadAssertion);
        }
        if (client.IsPublic)
            return (client, null);
        var secret = basic?.Secret ?? parameters["client_secret"];
        return client.Secret is not null && secret is not null && Same(secret, client.Secret) ? (client, null) : (null, OAuthError.Unauthorized);
    }

    private static ((string Id, string Secret)? Credential, OAuthError? Problem) Basic(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return (null, null);
        Span<byte> bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[6..].Trim(), bytes, out var written))
            return (null, OAuthError.Unauthorized);
        var text = Encoding.UTF8.GetString(bytes[..written]);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? (null, OAuthError.Unauthorized)
            : ((Uri.UnescapeDataString(text[..colon]), Uri.UnescapeDataString(text[(colon + 1)..])), null);
    }

    private static bool Same(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
