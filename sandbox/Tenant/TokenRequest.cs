using System.Text.Json.Nodes;

namespace Countersign.Sandbox.Tenant;

/// <summary>A request to <c>/oauth/token</c> from a client that has proven who it is and may use the grant.</summary>
public sealed record TokenRequest(HttpContext Http, Parameters Parameters, Client Client, string Issuer);

/// <summary>What a grant answers: a body, an error, or a line that is cut after the grant has acted.</summary>
public abstract record TokenAnswer
{
    private TokenAnswer()
    {
    }

    public sealed record Given(JsonObject Body) : TokenAnswer;

    public sealed record Refused(OAuthError Error) : TokenAnswer;

    /// <summary>The fault where the tenant has acted and nobody hears of it.</summary>
    public sealed record Lost : TokenAnswer;

    public static implicit operator TokenAnswer(OAuthError error) => new Refused(error);

    public static implicit operator TokenAnswer(JsonObject body) => new Given(body);
}
