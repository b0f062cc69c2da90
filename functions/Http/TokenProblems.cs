using Countersign.Identity;

namespace Countersign.Http;

/// <summary>Refused tokens as problems: 401 for a token that a fresh sign-in mends (RFC 6750 §3), 403 for one of the wrong kind.</summary>
internal static class TokenProblems
{
    public static Problem Missing() =>
        new(401, "/problems/token-missing", "Sign in first", "Send an access token for this API as Authorization: Bearer.") { Challenge = "Bearer realm=\"countersign\"" };

    public static Problem Of(TokenRefusal reason) => reason switch
    {
        TokenRefusal.Expired => Unauthorized("/problems/token-expired", "Your sign-in has ended", "Get a fresh access token and repeat the request."),
        TokenRefusal.NotYetValid => Unauthorized("/problems/token-invalid", "The token is not valid", "It is valid only later: a clock is wrong."),
        TokenRefusal.WrongIssuer => Unauthorized("/problems/token-invalid", "The token is not valid", "Another tenant issued it."),
        TokenRefusal.WrongAudience => Unauthorized("/problems/token-wrong-audience", "The token is for another API", "Ask for an access token with this API's audience."),
        TokenRefusal.ApprovalToken => Forbidden("/problems/token-of-approval", "A token of an approval opens no door", "Send the access token of your sign-in."),
        TokenRefusal.Machine => Forbidden("/problems/token-of-machine", "A machine's token opens no door", "Every call is a person's: sign in as one."),
        TokenRefusal.UnlistedClient => Forbidden("/problems/client-not-listed", "This client may not call the app", "The operator lists clients under Auth0:Web."),
        TokenRefusal.Bound => Forbidden("/problems/token-bound", "A token bound to a key is not taken here", "Ask for a bearer token."),
        _ => Unauthorized("/problems/token-invalid", "The token is not valid", "Sign in again. It must be a JWT that the tenant signed with RS256."),
    };

    private static Problem Unauthorized(string type, string title, string detail) =>
        new(401, type, title, detail) { Challenge = "Bearer realm=\"countersign\", error=\"invalid_token\"" };

    private static Problem Forbidden(string type, string title, string detail) =>
        new(403, type, title, detail) { Challenge = "Bearer realm=\"countersign\", error=\"insufficient_scope\"" };
}
