using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace Countersign.Vault;

/// <summary>What our own client may read of a person at the tenant's Management API: linked accounts and enrolments. Its token stays in memory.</summary>
public sealed class ManagementClient(TenantClient tenant, TenantClients clients, TimeProvider time, ILogger<ManagementClient> log) : IDisposable
{
    /// <summary>A page of the tenant's checkpoint paging, and the pages read of one person at most.</summary>
    private const int Take = 50, MostPages = 20;

    private readonly SemaphoreSlim _one = new(1, 1);
    private (string Token, DateTimeOffset Until)? _token;

    /// <summary><c>GET /api/v2/users/{id}/connected-accounts</c>: what Token Vault can exchange for, not the login identities.</summary>
    /// <returns>Null when the tenant cannot be asked now.</returns>
    public async Task<IReadOnlyList<ConnectedAccount>?> ConnectedAccountsAsync(string subject, CancellationToken ct)
    {
        var found = new List<ConnectedAccount>();
        string? from = null;
        for (var page = 0; page < MostPages; page++)
        {
            var path = $"api/v2/users/{Uri.EscapeDataString(subject)}/connected-accounts?take={Take}" + (from is null ? "" : $"&from={Uri.EscapeDataString(from)}");
            if (await GetAsync(path, ct) is not { } body) return null;
            if (Read(body) is not { } read) return null;
            found.AddRange(read.ConnectedAccounts ?? []);
            from = read.Next;
            if (string.IsNullOrEmpty(from)) break;
        }

        return found;
    }

    /// <summary>Whether the person has a confirmed enrolment that a push can reach; null when the tenant cannot be asked now.</summary>
    public async Task<bool?> IsEnrolledAsync(string subject, CancellationToken ct)
    {
        if (await GetAsync($"api/v2/users/{Uri.EscapeDataString(subject)}/enrollments", ct) is not { } body) return null;
        return body.ValueKind == JsonValueKind.Array && body.EnumerateArray().Any(enrolment =>
            enrolment.ValueKind == JsonValueKind.Object && enrolment.TryGetProperty("status", out var status)
            && status.ValueKind == JsonValueKind.String && status.GetString() == "confirmed");
    }

    public void Dispose() => _one.Dispose();

    /// <summary>Null where what came is no such list: something in between answered, and it is not taken for "none is linked".</summary>
    private static ConnectedAccountPage? Read(JsonElement body)
    {
        try
        {
            return body.Deserialize(TenantJson.Default.ConnectedAccountPage) is { } page && page.ConnectedAccounts?.Any(account => account is null) != true ? page : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<JsonElement?> GetAsync(string path, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await TokenAsync(ct) is not { } token) return null;
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
            switch (await tenant.SendAsync(request, ct))
            {
                case TenantAnswer.Ok ok:
                    return ok.Body;
                case TenantAnswer.Error { Status: 401 } when attempt == 1:
                    _token = null; // keys were rotated, or the grant changed: one new token
                    continue;
                case TenantAnswer.Error error:
                    log.ManagementRefused(error.Status, ExchangeErrors.Printable(error.Code));
                    return null;
                default:
                    return null;
            }
        }
    }

    private async Task<string?> TokenAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_token is { } held && held.Until > time.GetUtcNow()) return held.Token;
            var answer = await tenant.PostAsync("oauth/token", clients.Reader,
                [new("grant_type", "client_credentials"), new("audience", $"{clients.Issuer}api/v2/")], ct);
            if (answer is not TenantAnswer.Ok { Body: var body })
            {
                if (answer is TenantAnswer.Error error) log.ManagementRefused(error.Status, ExchangeErrors.Printable(error.Code));
                return null;
            }

            if (!body.TryGetProperty("access_token", out var token) || token.ValueKind != JsonValueKind.String || token.GetString() is not { Length: > 0 } value) return null;
            var life = TenantAnswer.Number(body, "expires_in") ?? 0;
            // A minute early, so that it does not end under way.
            _token = (value, time.GetUtcNow().AddSeconds(life - 60));
            return value;
        }
        finally
        {
            _one.Release();
        }
    }
}

/// <summary>One linked account as the tenant lists it. The provider's id of it is not among the members: the provider is asked.</summary>
public sealed record ConnectedAccount
{
    public required string Id { get; init; }

    public required string Connection { get; init; }

    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonPropertyName("expires_at")]
    public DateTimeOffset? ExpiresAt { get; init; }
}

internal sealed record ConnectedAccountPage
{
    [JsonPropertyName("connected_accounts")]
    public IReadOnlyList<ConnectedAccount>? ConnectedAccounts { get; init; }

    public string? Next { get; init; }
}
