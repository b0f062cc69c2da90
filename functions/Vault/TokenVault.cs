using System.Diagnostics;
using System.Text.Json;
using Countersign.Egress;
using Countersign.Gate;
using Countersign.Identity;
using Countersign.Policies;
using Countersign.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace Countersign.Vault;

/// <summary>
/// Exchanges a subject token for a provider token at the tenant's token endpoint (Auth0 Token Vault, access-token exchange). Takes nothing but what the
/// gate made. Nothing is cached: each call is an exchange, and each may return another token.
/// </summary>
public sealed class TokenVault
{
    private const string GrantType = "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token";
    private const string RequestedTokenType = "http://auth0.com/oauth/token-type/federated-connection-access-token";
    private const string SubjectTokenType = "urn:ietf:params:oauth:token-type:access_token";

    private readonly TenantClient _tenant;
    private readonly TenantClients _clients;
    private readonly Grants _grants;
    private readonly TimeProvider _time;
    private readonly ILogger<TokenVault> _log;
    private readonly TimeSpan _longestWait;
    private readonly ResiliencePipeline<TenantAnswer> _retries;

    public TokenVault(
        TenantClient tenant, TenantClients clients, Grants grants, IOptions<VaultOptions> options, TimeProvider time, ILogger<TokenVault> log)
    {
        (_tenant, _clients, _grants, _time, _log) = (tenant, clients, grants, time, log);
        _longestWait = TimeSpan.FromSeconds(options.Value.LongestWait);
        _retries = Retries(options.Value.Attempts);
    }

    /// <returns>
    /// <see cref="Exchange.Granted"/> with the lifetime the tenant reported; otherwise the case that says who has to do what, or when to come back.
    /// </returns>
    /// <remarks>Safe to repeat. 429, 5xx and silence are tried again a few times here; 401 and 403 never.</remarks>
    public async Task<Exchange> ExchangeAsync(AuthorizedAction action, CancellationToken ct)
    {
        using var activity = Traces.Start("vault.exchange", action.Run.Value, action.Action?.Value);
        activity?.SetTag("countersign.connection", action.Connection.Value);
        activity?.SetTag("countersign.subject", action.Subject.Word);

        var (token, client) = await SubjectAsync(action, ct);
        if (token is null)
        {
            activity?.SetTag("countersign.outcome", "no_subject");
            return new Exchange.Needs(new Remedy(RemedyKind.Grant, null, "The sign-in that this run goes on has ended. Sign in again to go on.", null));
        }

        var started = _time.GetTimestamp();
        var answer = await _retries.ExecuteAsync(
            async cancel => await _tenant.PostAsync("oauth/token", client, Form(action.Connection, token), cancel), ct);
        var exchange = answer.Match(
            ok => Granted(ok.Body, action),
            error => ExchangeErrors.Map(error, action.Connection, action.Subject),
            _ => new Exchange.Unavailable(ExchangeErrors.Pause));

        var outcome = exchange.Match(_ => "granted", needs => needs.Remedy.Kind.ToString(), _ => "unavailable");
        activity?.SetTag("countersign.outcome", outcome);
        Measures.Exchanges.Add(1, new("connection", action.Connection.Value), new KeyValuePair<string, object?>("outcome", outcome));
        _log.Exchanged(action.Subject.Word, action.Connection, outcome, _time.GetElapsedTime(started));
        return exchange;
    }

    private static List<KeyValuePair<string, string>> Form(ConnectionName connection, AccessToken token) =>
    [
        new("grant_type", GrantType),
        new("requested_token_type", RequestedTokenType),
        new("subject_token_type", SubjectTokenType),
        new("subject_token", token.Reveal()),
        new("connection", connection.Value),
    ];

    private async Task<(AccessToken? Token, ConfidentialClient Client)> SubjectAsync(AuthorizedAction action, CancellationToken ct) => action.Subject switch
    {
        Subject.Caller caller => (caller.Token, _clients.Vault),
        Subject.RunGrant grant => (await _grants.OpenAsync(action.Principal, grant.Run, ct), _clients.Vault),
        Subject.ApprovalToken approval =>
            (await _grants.OpenAsync(action.Principal, approval.Approval, approval.Digest, ct), _clients.VaultApproved),
        _ => throw new UnreachableException(),
    };

    private Exchange Granted(JsonElement body, AuthorizedAction action)
    {
        if (!body.TryGetProperty("access_token", out var token) || token.ValueKind != JsonValueKind.String || token.GetString() is not { Length: > 0 } value)
            return new Exchange.Unavailable(ExchangeErrors.Pause);
        var life = Math.Max(0, TenantAnswer.Number(body, "expires_in") ?? 0);
        var scopes = body.TryGetProperty("scope", out var scope) && scope.ValueKind == JsonValueKind.String
            ? scope.GetString()!.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) // a string, checked
            : [];

        // A connection guarded by permissions has no scopes to compare: its tools declare none.
        var missing = action.Tool.Scopes.Except(scopes, StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
            return new Exchange.Needs(new Remedy(RemedyKind.LinkAgain, action.Connection.Value,
                $"{action.Connection} lacks a permission. Link it again under Accounts and allow: {string.Join(", ", missing)}.", null));
        return new Exchange.Granted(new ProviderToken(value), _time.GetUtcNow().AddSeconds(life), action.Tool.Scopes.Count == 0 ? [] : scopes);
    }

    /// <summary>Only what says "come back" is tried again, and only while the wait is short; a longer one is the caller's to sit out.</summary>
    private ResiliencePipeline<TenantAnswer> Retries(int attempts)
    {
        if (attempts == 1) return ResiliencePipeline<TenantAnswer>.Empty;
        return new ResiliencePipelineBuilder<TenantAnswer> { TimeProvider = _time }.AddRetry(new RetryStrategyOptions<TenantAnswer>
        {
            MaxRetryAttempts = attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(300),
            MaxDelay = _longestWait,
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result switch
            {
                TenantAnswer.Silence => true,
                TenantAnswer.Error { Code: "too_many_requests" or "server_error" } error => error.RetryAfter is null || error.RetryAfter <= _longestWait,
                _ => false,
            }),
            DelayGenerator = arguments => ValueTask.FromResult(
                (arguments.Outcome.Result as TenantAnswer.Error)?.RetryAfter is { } asked ? Spread.Above(asked, Guid.NewGuid().ToString()) : (TimeSpan?)null),
        }).Build();
    }
}
