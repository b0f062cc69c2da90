using Countersign.Vault;

namespace Countersign.Approvals;

/// <summary>Each refusal of <c>/bc-authorize</c>, mapped to whom it concerns. One code covers many causes there, so the description decides.</summary>
public static class AskErrors
{
    public static Answer Map(TenantAnswer.Error error, DateTimeOffset now, TimeSpan pause) => error.Code switch
    {
        "too_many_requests" or "slow_down" => new Answer.NotSent(now, error.RetryAfter ?? pause),

        // A fault of the tenant's own: the push may have gone out.
        "server_error" => new Answer.AnswerLost(now),

        "invalid_request" or "unauthorized_client" when Says(error, "does not have push") || Says(error, "not set up") => new Answer.NotAsked(now, "not_enrolled",
            "Your phone is not enrolled, so nobody could ask you. Enrol it, then ask again.",
            new Remedy(RemedyKind.Enrol, null, "Enrol your phone with the Guardian app, then ask again.", null)),
        "invalid_request" when Says(error, "not enabled on tenant") || Says(error, "No eligible notification channels") => Operator(now, "push_off",
            "The tenant cannot send pushes. Switch on the push factor of Guardian and the client's channel guardian-push."),
        "unknown_user_id" => Operator(now, "unknown_user", "The tenant does not know this person any more."),
        "invalid_binding_message" => Operator(now, "binding_message", "The tenant refused the text for the phone's screen."),
        "invalid_authorization_details" => Operator(now, "details_type",
            $"The tenant does not know the type {PhoneText.Type}. Register it on the approvals API."),
        "invalid_request" when Says(error, "binding_message") => Operator(now, "binding_message", "The tenant refused the text for the phone's screen."),
        "invalid_request" when Says(error, "authorization_details") => Operator(now, "details_type",
            $"The tenant does not take authorization_details of type {PhoneText.Type}. Register the type on the approvals API."),
        "invalid_request" when Says(error, "login_hint") => Operator(now, "issuer", "The tenant does not take Auth0:Issuer as its own issuer."),
        "unauthorized_client" => Operator(now, "grant_off", "The approvals client has no CIBA grant. Switch on its grant type urn:openid:params:grant-type:ciba."),
        "invalid_client" or "access_denied" => Operator(now, "client_refused",
            "The tenant does not accept the approvals client. Compare Auth0:Approvals with the client and its grant for the approvals API."),
        _ => Operator(now, "tenant_refused", $"The tenant refused to ask ({ExchangeErrors.Printable(error.Code)}). Its log entry of type ciba_start_failed says why."),
    };

    private static Answer.NotAsked Operator(DateTimeOffset now, string reason, string text) =>
        new(now, reason, $"{text} Nothing was done.", new Remedy(RemedyKind.Operator, null, text, null));

    private static bool Says(TenantAnswer.Error error, string words) => error.Description.Contains(words, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Each refusal of a poll, by its code: the tenant's statuses vary, but for a credential that is refused as <c>access_denied</c>.</summary>
public static class RedeemErrors
{
    public static Answer Map(TenantAnswer.Error error, DateTimeOffset sentAt, DateTimeOffset now, TimeSpan pause) => error.Code switch
    {
        "authorization_pending" => new Answer.StillPending(now),
        "slow_down" => new Answer.SlowDown(now, error.RetryAfter ?? pause),
        "too_many_requests" or "server_error" => new Answer.Unreachable(now, error.RetryAfter ?? TimeSpan.Zero),

        // The same word for "the person said no" and for "I do not know this client"; only the second is a 401.
        "access_denied" when error.Status == 401 => Refused(now),
        "access_denied" or "expired_token" => new Answer.AccessDenied(sentAt),
        "invalid_grant" => new Answer.Gone(now),
        _ => Refused(now),
    };

    private static Answer.Rejected Refused(DateTimeOffset now)
    {
        const string Text = "The tenant refused the approvals client while it polled. Compare Auth0:Approvals with the client.";
        return new Answer.Rejected(now, "client_refused", $"{Text} Nothing was done.", new Remedy(RemedyKind.Operator, null, Text, null));
    }
}
