using System.Globalization;
using System.Text.Json.Nodes;

namespace Countersign.Sandbox.Tenant;

/// <summary>An error of the Authentication API: <c>{"error","error_description"}</c> and what goes with it.</summary>
public sealed record OAuthError(int Status, string Error, string? Description)
{
    /// <summary>Where the error is explained, when the tenant says so.</summary>
    public string? Uri { get; init; }

    /// <summary>Seconds to wait; sent as <c>Retry-After</c>, and as <c>interval</c> for <c>slow_down</c>.</summary>
    public int? RetryAfter { get; init; }

    public static OAuthError Missing(string parameter) => new(400, "invalid_request", $"Missing required parameter: {parameter}");

    public static OAuthError Unauthorized { get; } = new(401, "access_denied", "Unauthorized");

    public static OAuthError BadAssertion { get; } = new(401, "invalid_client", "Client authentication failed");

    public static OAuthError GrantNotAllowed(string grant) => new(403, "unauthorized_client", $"Grant type '{grant}' not allowed for the client.")
    {
        Uri = "https://auth0.com/docs/clients/client-grant-types",
    };

    public static OAuthError DeadRefreshToken { get; } = new(403, "invalid_grant", "Unknown or invalid refresh token.");

    public static OAuthError TooMany { get; } = new(429, "too_many_requests",
        "Too many requests. Check the X-RateLimit-Limit, X-RateLimit-Remaining and X-RateLimit-Reset headers.");

    public Task WriteAsync(HttpContext context)
    {
        var body = new JsonObject { ["error"] = Error };
        if (Description is not null)
            body["error_description"] = Description;
        if (Uri is not null)
            body["error_uri"] = Uri;
        if (RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            if (Error == "slow_down")
                body["interval"] = seconds;
        }
        return context.WriteJsonAsync(Status, body);
    }
}
