using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Egress;
using Countersign.Vault;
using Microsoft.Extensions.Options;

namespace Countersign.Approvals;

/// <summary>
/// Client-initiated backchannel authentication at the tenant, one attempt a call. Asking is not repeatable: a second ask is a second push. Redeeming is
/// not either: a request whose token went astray is dead.
/// </summary>
public sealed class Ciba(TenantClient tenant, TenantClients clients, IOptions<ApprovalsOptions> options, TimeProvider time)
{
    private const string GrantType = "urn:openid:params:grant-type:ciba";

    /// <summary>The tenant's default where it reports none.</summary>
    private const int Interval = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <param name="subject">The person's user id at the tenant.</param>
    /// <param name="seal">Seals the request's secret before anything else sees it.</param>
    internal async Task<Answer> AskAsync(string subject, PhoneText text, PushCode code, Func<Secret, string> seal, CancellationToken ct)
    {
        var hint = new JsonObject { ["format"] = "iss_sub", ["iss"] = clients.Issuer, ["sub"] = subject };
        var answer = await tenant.PostAsync("bc-authorize", clients.Approvals,
        [
            new("login_hint", hint.ToJsonString()),
            new("scope", "openid"),
            new("audience", clients.ApprovalsAudience),
            new("binding_message", text.Message(code)),
            new("requested_expiry", options.Value.Expiry.ToString(CultureInfo.InvariantCulture)),
            new("authorization_details", text.Details(code)),
        ], ct);
        var now = time.GetUtcNow();
        var said = answer.Match(ok => Sent(ok.Body, now, seal), error => AskErrors.Map(error, now, Pause), silence => silence.Sent
            ? new Answer.AnswerLost(now)
            : (Answer)new Answer.NotSent(now, Pause));
        // The limit is the tenant's and so everybody's: they do not all come back in one moment.
        return said is Answer.NotSent later ? later with { RetryAfter = Spread.Above(later.RetryAfter, code.Value) } : said;
    }

    /// <returns>What to do with the approval, or the token that came back; it is to be verified before it means anything.</returns>
    internal async Task<Redeemed> RedeemAsync(Secret request, CancellationToken ct)
    {
        var sentAt = time.GetUtcNow();
        var answer = await tenant.PostAsync("oauth/token", clients.Approvals,
            [new("grant_type", GrantType), new("auth_req_id", request.Reveal())], ct);
        return answer.Match(
            ok => ok.Body.TryGetProperty("access_token", out var token) && token.ValueKind == JsonValueKind.String
                ? new Redeemed(null, token.GetString(), null)
                : new Redeemed(Rejected(time.GetUtcNow(), "no_token", "The tenant answered without a token, so nothing was done."), null, null),
            error => new Redeemed(RedeemErrors.Map(error, sentAt, time.GetUtcNow(), Pause), null, error.Code == "too_many_requests" ? error.RetryAfter ?? Pause : null),
            _ => new Redeemed(new Answer.Unreachable(time.GetUtcNow(), TimeSpan.Zero), null, null));
    }

    internal static Answer.Rejected Rejected(DateTimeOffset at, string reason, string text) => new(at, reason, text, null);

    private static Answer Sent(JsonElement body, DateTimeOffset now, Func<Secret, string> seal)
    {
        if (!body.TryGetProperty("auth_req_id", out var id) || id.ValueKind != JsonValueKind.String || id.GetString() is not { Length: > 0 } request)
            return new Answer.AnswerLost(now);
        var expires = TenantAnswer.Number(body, "expires_in") ?? 300;
        var interval = TenantAnswer.Number(body, "interval") ?? Interval;
        return new Answer.Sent(now, seal(new Secret(request)), TimeSpan.FromSeconds(Math.Clamp(expires, 1, 300)), interval);
    }
}

/// <param name="Answer">Null when a token came back.</param>
/// <param name="Token">Unverified.</param>
/// <param name="TenantPause">How long nothing at all should be polled: the limit is the tenant's.</param>
internal sealed record Redeemed(Answer? Answer, string? Token, TimeSpan? TenantPause)
{
    public override string ToString() => Answer?.GetType().Name ?? "token";
}
