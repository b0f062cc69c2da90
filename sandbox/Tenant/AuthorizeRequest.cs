using System.Collections.Concurrent;
using System.Globalization;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary>A request to <c>/authorize</c> whose client and callback hold.</summary>
public sealed record AuthorizeRequest
{
    public required Client Client { get; init; }

    public required string RedirectUri { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public Api? Api { get; init; }

    /// <summary>The API's identifier as it was asked for.</summary>
    public string? Audience { get; init; }

    public string? State { get; init; }

    public string? Nonce { get; init; }

    public string? CodeChallenge { get; init; }

    public string? LoginHint { get; init; }

    public string? Prompt { get; init; }

    /// <summary>Whether the answer goes to the page that holds ours in a frame: <c>response_mode=web_message</c>.</summary>
    public bool ByMessage { get; init; }

    /// <summary>Longest age of a session that will do, in seconds.</summary>
    public int? MaxAge { get; init; }

    /// <summary>Reads the rest of a request once its client and callback hold; otherwise the error that goes to the callback.</summary>
    public static (AuthorizeRequest? Request, (string Error, string Description)? Problem) Read(Client client, string redirectUri, Parameters parameters, string issuer)
    {
        if (parameters["response_type"] is not { } type)
            return (null, ("invalid_request", "Missing required parameter: response_type"));
        if (type != "code")
            return (null, ("unsupported_response_type", $"Unsupported response type: {type}"));
        if (!client.GrantTypes.Contains(GrantTypes.Code))
            return (null, ("unauthorized_client", $"Grant type '{GrantTypes.Code}' not allowed for the client."));
        var mode = parameters["response_mode"];
        if (mode is not (null or "query" or "web_message"))
            return (null, ("invalid_request", $"Unsupported response mode: {mode}"));
        var challenge = parameters["code_challenge"];
        if (challenge is null && client.IsPublic)
            return (null, ("invalid_request", "Missing required parameter: code_challenge"));
        if (challenge is not null && (parameters["code_challenge_method"] != "S256" || challenge.Length is < 43 or > 128))
            return (null, ("invalid_request", "code_challenge_method must be S256 and code_challenge must have 43 to 128 characters"));
        var audience = parameters["audience"];
        var api = audience is null ? null : Apis.Find(audience, issuer);
        if (audience is not null && api is not { ForPeople: true })
            return (null, ("access_denied", $"Service not found: {audience}"));
        if (parameters["prompt"] is { } prompt && prompt is not ("none" or "login" or "consent" or "select_account"))
            return (null, ("invalid_request", $"Unsupported prompt: {prompt}"));
        int? maxAge = null;
        if (parameters["max_age"] is { } age)
        {
            if (!int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return (null, ("invalid_request", "max_age must be a whole number of seconds"));
            maxAge = seconds;
        }
        return (new()
        {
            Client = client,
            RedirectUri = redirectUri,
            Scopes = Scope.Allowed(Scope.Split(parameters["scope"]), api),
            Api = api,
            Audience = audience,
            State = parameters["state"],
            Nonce = parameters["nonce"],
            CodeChallenge = challenge,
            LoginHint = parameters["login_hint"],
            Prompt = parameters["prompt"],
            MaxAge = maxAge,
            ByMessage = mode == "web_message",
        }, null);
    }
}

/// <summary>Requests that wait for somebody to sign in, by the state of the login page.</summary>
public sealed class WaitingLogins(SandboxWorld world)
{
    private readonly ConcurrentDictionary<string, (AuthorizeRequest Request, DateTimeOffset Until)> _waiting = new(StringComparer.Ordinal);

    public string Add(AuthorizeRequest request)
    {
        var state = RandomText.Of(40);
        _waiting[state] = (request, world.TenantTime.GetUtcNow().AddHours(1));
        return state;
    }

    public AuthorizeRequest? Peek(string state) =>
        _waiting.TryGetValue(state, out var entry) && entry.Until > world.TenantTime.GetUtcNow() ? entry.Request : null;

    public AuthorizeRequest? Take(string state) =>
        _waiting.TryRemove(state, out var entry) && entry.Until > world.TenantTime.GetUtcNow() ? entry.Request : null;

    public void Reset() => _waiting.Clear();
}
