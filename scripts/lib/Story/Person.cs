using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;

namespace Countersign.Scripts.Story;

/// <summary>
/// A person with a browser and the public web client's tokens: signs in by authorization code with PKCE, links by the Connected Accounts flow, and
/// talks to the app's doors. Tokens stay in memory.
/// </summary>
public sealed class Person : IDisposable
{
    private readonly Browser _browser = new();
    private readonly Api _tenant;
    private readonly string _username;
    private readonly string _password;
    private readonly string _login;
    private readonly string _clientId;
    private readonly string _redirect;
    private readonly string _audience;
    private string _refreshToken = "";

    /// <param name="control">The sandbox's <c>control.json</c>: addresses and the web client.</param>
    /// <param name="person">The person's entry in it, or the control API's answer to making one.</param>
    public Person(JsonElement control, JsonElement person, string audience, Uri app)
    {
        Issuer = new Uri(control.GetProperty("tenant").GetString()!);
        _clientId = control.GetProperty("web_client_id").GetString()!;
        _redirect = control.GetProperty("redirect_uri").GetString()!;
        _audience = audience;
        Name = person.GetProperty("name").GetString()!;
        Subject = person.GetProperty("sub").GetString()!;
        _username = person.GetProperty("username").GetString()!;
        _password = person.GetProperty("password").GetString()!;
        // People of the seed are named at GitHub after themselves; others say how.
        _login = person.TryGetProperty("github_login", out var login) ? login.GetString()! : $"{Name}-acme";
        _tenant = new Api(Issuer, null);
        App = new Api(app, null);
    }

    public Uri Issuer { get; }

    public string Name { get; }

    public string Subject { get; }

    /// <summary>The current refresh token: a secret to look for afterwards.</summary>
    public string RefreshToken => _refreshToken;

    /// <summary>The app's doors, with this person's access token once they have signed in.</summary>
    public Api App { get; }

    /// <summary>Authorization code with PKCE (RFC 7636) through the tenant's own login page.</summary>
    public async Task SignInAsync(CancellationToken ct)
    {
        var verifier = RandomText(48);
        var state = RandomText(16);
        var query = Query(
            ("response_type", "code"), ("client_id", _clientId), ("redirect_uri", _redirect), ("audience", _audience), ("scope", "openid profile offline_access"),
            ("state", state), ("code_challenge", Challenge(verifier)), ("code_challenge_method", "S256"));
        var back = await _browser.OpenAsync(new Uri(Issuer, $"authorize?{query}"), _redirect, ct)
            ?? await _browser.SubmitAsync(new Dictionary<string, string> { ["username"] = _username, ["password"] = _password }, _redirect, ct);
        var answer = HttpUtility.ParseQueryString((back ?? throw new ScriptException($"{Name} could not sign in: the tenant showed {_browser.Page.Address} again.")).Query);
        if (answer["state"] != state || answer["code"] is not { } code) throw new ScriptException($"Signing in failed: {answer["error"]} {answer["error_description"]}");
        await TokensAsync(App, ct, ("grant_type", "authorization_code"), ("code", code), ("code_verifier", verifier), ("redirect_uri", _redirect));
    }

    /// <summary>A fresh access token for the app's doors.</summary>
    public Task RefreshAsync(CancellationToken ct) => TokensAsync(App, ct, ("grant_type", "refresh_token"), ("refresh_token", _refreshToken));

    /// <summary>Links a provider's account by the My Account API (Connected Accounts), consenting at the provider. The app takes no part in it.</summary>
    /// <returns>The id of the connected account.</returns>
    public Task<string> LinkAsync(string connection, CancellationToken ct) => LinkAsync(connection, _login, accept: true, ct);

    /// <param name="login">The account at the provider that they are signed in to.</param>
    /// <param name="accept">Whether they consent there.</param>
    public async Task<string> LinkAsync(string connection, string login, bool accept, CancellationToken ct)
    {
        var link = await StartLinkAsync(connection, ct);
        var code = await ConsentAsync(link, login, accept, ct);
        var complete = await CompleteLinkAsync(link.AuthSession, code, link.Verifier, ct);
        return complete.Ok ? complete.Text("id") : throw new ScriptException($"Linking failed: {complete.Text("title")} {complete.Text("detail")}");
    }

    /// <summary>Begins to link an account: what it answers is this person's, and a ticket is for their own browser.</summary>
    public async Task<Link> StartLinkAsync(string connection, CancellationToken ct)
    {
        using var me = await MyAccountAsync(ct);
        var verifier = RandomText(48);
        var state = RandomText(16);
        var started = await me.PostAsync(
            "me/v1/connected-accounts/connect",
            Json(w =>
            {
                w.WriteString("connection", connection);
                w.WriteString("redirect_uri", _redirect);
                w.WriteString("state", state);
                w.WriteString("code_challenge", Challenge(verifier));
                w.WriteString("code_challenge_method", "S256");
            }),
            ct);
        if (!started.Ok) throw new ScriptException($"Linking could not be started: {started.Text("title")} {started.Text("detail")}");
        var ticket = started.Json.GetProperty("connect_params").GetProperty("ticket").GetString()!;
        return new Link(started.Text("auth_session"), new Uri($"{started.Text("connect_uri")}?{Query(("ticket", ticket))}"), state, verifier);
    }

    /// <summary>Goes to the provider with this person's browser and consents there, whoever began it.</summary>
    /// <returns>The code with which linking is completed.</returns>
    public async Task<string> ConsentAsync(Link link, string login, bool accept, CancellationToken ct)
    {
        var back = await _browser.OpenAsync(link.Consent, _redirect, ct);
        back ??= await _browser.SubmitAsync(new Dictionary<string, string> { ["login"] = login, ["decision"] = accept ? "allow" : "cancel" }, _redirect, ct);
        var answer = HttpUtility.ParseQueryString((back ?? throw new ScriptException("The provider did not send the browser back.")).Query);
        return answer["state"] == link.State && answer["connect_code"] is { } code
            ? code
            : throw new ScriptException($"Linking failed: {answer["error"]} {answer["error_description"]}");
    }

    /// <summary>Completes linking with this person's token, whoever began it.</summary>
    public async Task<Reply> CompleteLinkAsync(string authSession, string code, string verifier, CancellationToken ct)
    {
        using var me = await MyAccountAsync(ct);
        return await me.PostAsync(
            "me/v1/connected-accounts/complete",
            Json(w =>
            {
                w.WriteString("auth_session", authSession);
                w.WriteString("connect_code", code);
                w.WriteString("redirect_uri", _redirect);
                w.WriteString("code_verifier", verifier);
            }),
            ct);
    }

    public void Dispose()
    {
        _browser.Dispose();
        _tenant.Dispose();
        App.Dispose();
    }

    /// <summary>One JSON object as text.</summary>
    public static string Json(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private async Task<Api> MyAccountAsync(CancellationToken ct)
    {
        var me = new Api(Issuer, null);
        await TokensAsync(
            me, ct, ("grant_type", "refresh_token"), ("refresh_token", _refreshToken), ("audience", $"{Issuer}me/"),
            ("scope", "create:me:connected_accounts read:me:connected_accounts delete:me:connected_accounts"));
        return me;
    }

    private async Task TokensAsync(Api takes, CancellationToken ct, params (string Name, string Value)[] form)
    {
        var reply = await _tenant.PostAsync(
            "oauth/token",
            Json(w =>
            {
                w.WriteString("client_id", _clientId);
                foreach (var (name, value) in form) w.WriteString(name, value);
            }),
            ct);
        if (!reply.Ok) throw new ScriptException($"The tenant gave no token: {reply.Text("error")} {reply.Text("error_description")}");
        takes.Token = reply.Text("access_token");
        if (reply.Text("refresh_token") is { Length: > 0 } rotated) _refreshToken = rotated;
    }

    private static string Challenge(string verifier) => Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private static string RandomText(int bytes) => Base64Url(RandomNumberGenerator.GetBytes(bytes));

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static string Query(params (string Name, string Value)[] pairs) => string.Join('&', pairs.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
}

/// <summary>An account being linked: held in memory by the client that began it.</summary>
/// <param name="Consent">With the ticket, which serves once.</param>
public sealed record Link(string AuthSession, Uri Consent, string State, string Verifier)
{
    /// <summary>Never the values.</summary>
    public override string ToString() => "[redacted]";
}
