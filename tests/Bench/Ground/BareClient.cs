using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Countersign.Tests.Bench.Ground;

/// <summary>
/// What the same read costs somebody who holds the vault's key and cares for nothing else: one exchange, and the requests that the tool sends. No answer is
/// kept, no record written.
/// </summary>
internal sealed class BareClient(IReadOnlyDictionary<string, string> settings) : IDisposable
{
    private readonly HttpClient _tenant = Client(settings["Auth0:Issuer"]);
    private readonly HttpClient _github = Client(settings["GitHub:ApiOrigin"]);
    private readonly string _client = settings["Auth0:Vault:ClientId"];
    private readonly SigningCredentials _signing = Signing(settings["Auth0:Vault:PrivateKey"]);

    public async Task ReadIssueAsync(string subjectToken, string repository, int number, CancellationToken ct)
    {
        var token = await ExchangeAsync(subjectToken, ct);
        using var issue = await GetAsync($"repos/{repository}/issues/{number}", token, ct);
        if (issue.RootElement.GetProperty("comments").GetInt32() == 0) return;
        using var comments = await GetAsync($"repos/{repository}/issues/{number}/comments?per_page=30", token, ct);
    }

    public void Dispose()
    {
        _tenant.Dispose();
        _github.Dispose();
    }

    private async Task<string> ExchangeAsync(string subjectToken, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_id"] = _client,
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = Assertion(),
            ["grant_type"] = "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token",
            ["requested_token_type"] = "http://auth0.com/oauth/token-type/federated-connection-access-token",
            ["subject_token_type"] = "urn:ietf:params:oauth:token-type:access_token",
            ["subject_token"] = subjectToken,
            ["connection"] = "github",
        });
        using var response = await _tenant.PostAsync(new Uri("oauth/token", UriKind.Relative), form, ct);
        using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(ct));
        response.EnsureSuccessStatusCode();
        return body.RootElement.GetProperty("access_token").GetString()!;
    }

    private async Task<JsonDocument> GetAsync(string path, string token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.TryAddWithoutValidation("Accept", "application/vnd.github+json");
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        using var response = await _github.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(ct));
    }

    private string Assertion()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = _client,
            Audience = settings["Auth0:Issuer"],
            IssuedAt = now.UtcDateTime,
            Expires = now.AddSeconds(60).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = _client, ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) },
            SigningCredentials = _signing,
        });
    }

    private static SigningCredentials Signing(string pem)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return new SigningCredentials(new RsaSecurityKey(rsa), SecurityAlgorithms.RsaSha256);
    }

    private static HttpClient Client(string origin)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null }) { BaseAddress = new Uri(origin.TrimEnd('/') + "/") };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("bench");
        return http;
    }
}
