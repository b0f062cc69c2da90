using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant.Ciba;

/// <summary>Reads <c>login_hint</c>: <c>{"format":"iss_sub","iss":"https://…/","sub":"auth0|…"}</c>.</summary>
internal static class LoginHint
{
    public static (Person? Person, OAuthError? Error) Read(string? text, string issuer, People people)
    {
        if (text is null)
            return (null, OAuthError.Missing("login_hint"));
        if (Parse(text) is not { } hint)
            return (null, Invalid("login_hint must be a JSON object"));
        if (Text(hint, "format") != "iss_sub")
            return (null, Invalid("format within login_hint must be iss_sub"));
        if (Text(hint, "iss") != issuer)
            return (null, Invalid($"iss within login_hint must be {issuer}"));
        return Text(hint, "sub") is { } sub && people.BySub(sub) is { } person
            ? (person, null)
            : (null, new(400, "unknown_user_id", "User ID is malformed or unknown"));
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject hint, string name) => hint[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static OAuthError Invalid(string description) => new(400, "invalid_request", description);
}
