using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Countersign.Sandbox;

namespace Countersign.Tests.Fidelity.Tenant;

/// <summary>What came back over HTTP.</summary>
public sealed record Answer(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers)
{
    public string? this[string name] => Body?[name]?.ToString();

    public string Location => Headers.Location!.OriginalString;

    /// <summary>A query parameter of the address the answer sends one to.</summary>
    public string? Sent(string name) => HttpUtility.ParseQueryString(new Uri(Headers.Location!.OriginalString).Query)[name];
}

/// <summary>A sandbox of its own for each test, asked over real HTTP, with a clock that the test moves.</summary>
public abstract class TenantTest : IAsyncLifetime
{
    protected const string Doors = "https://api.countersign.example";
    protected const string ApprovalsAudience = "https://approvals.countersign.example";
    protected const string Callback = "http://127.0.0.1:7071/callback";
    protected const string CibaGrant = "urn:openid:params:grant-type:ciba";
    protected const string VaultGrant = "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token";

    // Keys and secrets cost seconds to make and are the same for every test, as they are for every start on one folder.
    private static readonly string Folder = MakeFolder();

    private readonly CookieContainer _cookies = new();

    protected SandboxHost Sandbox { get; private set; } = null!; // set before any test runs

    protected HttpClient Http { get; private set; } = null!; // as above

    protected MovableClock Clock { get; } = new();

    protected string Issuer => Sandbox.Origins.Issuer;

    protected virtual SandboxOptions Options => new() { Port = 0, Data = Folder, Time = Clock };

    public async Task InitializeAsync()
    {
        Sandbox = await SandboxHost.StartAsync(Options, CancellationToken.None);
        Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies }) { BaseAddress = new(Issuer) };
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Sandbox.DisposeAsync();
    }

    protected static string Secret(string client) => Countersign.Sandbox.World.Keepsakes.In(Folder).ClientSecrets[client];

    protected static string Id(string client) => Countersign.Sandbox.World.Keepsakes.In(Folder).ClientIds[client];

    protected static string Key(string client) => Countersign.Sandbox.World.Keepsakes.In(Folder).ClientKeys[client];

    protected async Task<Answer> SendAsync(HttpMethod method, string address, HttpContent? content = null, string? bearer = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        if (bearer is not null)
            request.Headers.Authorization = new("Bearer", bearer);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new(response.StatusCode, text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : null, response.Headers);
    }

    protected Task<Answer> GetAsync(string address, string? bearer = null) => SendAsync(HttpMethod.Get, address, bearer: bearer);

    protected Task<Answer> PostAsync(string address, params (string Name, string? Value)[] form) => SendAsync(
        HttpMethod.Post, address, new FormUrlEncodedContent(form.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value!))));

    protected Task<Answer> PostJsonAsync(string address, JsonNode body, string? bearer = null) =>
        SendAsync(HttpMethod.Post, address, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), bearer);

    protected Task<Answer> ControlAsync(string path, JsonNode? body = null) => PostJsonAsync(
        $"{Sandbox.Origins.Phone}/control/{path}", body ?? new JsonObject(), Sandbox.World.Keepsakes.ControlToken);

    protected Task<Answer> SeeAsync(string path) => GetAsync($"{Sandbox.Origins.Phone}/control/{path}", Sandbox.World.Keepsakes.ControlToken);

    protected string Sub(string person) => Sandbox.World.People.ByName(person)!.Sub;

    protected static string Challenge(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    /// <summary>The browser's part of a sign-in: login page, password, and the address it ends at.</summary>
    protected async Task<Answer> AuthorizeAsync(string person, params (string Name, string? Value)[] parameters)
    {
        var page = await GetAsync("authorize?" + Query(parameters));
        if (!page.Location.StartsWith("/u/login", StringComparison.Ordinal))
            return page;
        var state = HttpUtility.ParseQueryString(page.Location[(page.Location.IndexOf('?', StringComparison.Ordinal) + 1)..])["state"];
        var known = Sandbox.World.People.ByName(person)!;
        var posted = await PostAsync("u/login", ("state", state), ("username", known.Username), ("password", known.Password));
        return await GetAsync(posted.Location);
    }

    /// <summary>Signs in by code with PKCE and redeems the code.</summary>
    protected async Task<Answer> SignInAsync(string person, string client = "web", string? audience = Doors, string scope = "openid profile email offline_access")
    {
        const string verifier = "a-verifier-that-is-long-enough-to-be-taken-as-one";
        foreach (Cookie cookie in _cookies.GetAllCookies())
            cookie.Expired = true;
        var back = await AuthorizeAsync(
            person, ("response_type", "code"), ("client_id", Id(client)), ("redirect_uri", Callback), ("scope", scope), ("audience", audience),
            ("state", "s"), ("code_challenge", Challenge(verifier)), ("code_challenge_method", "S256"));
        return await PostAsync(
            "oauth/token", ("grant_type", "authorization_code"), ("client_id", Id(client)), ("client_secret", client == "web" ? null : Secret(client)),
            ("code", back.Sent("code")), ("redirect_uri", Callback), ("code_verifier", verifier));
    }

    /// <summary>A client assertion by the vault's key, with what a test changes.</summary>
    protected string Assertion(string client = "vault", string? audience = null, int lifetime = 60, string? jti = null, string algorithm = "RS256", string? padding = null)
    {
        var now = Clock.GetUtcNow().ToUnixTimeSeconds();
        var header = Encode(new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT" });
        var payload = Encode(new JsonObject
        {
            ["iss"] = Id(client), ["sub"] = Id(client), ["aud"] = audience ?? Issuer, ["iat"] = now, ["exp"] = now + lifetime,
            ["jti"] = jti ?? Guid.NewGuid().ToString("N"), ["padding"] = padding,
        });
        using var rsa = RSA.Create();
        rsa.ImportFromPem(Key(client));
        var signature = rsa.SignData(Encoding.ASCII.GetBytes($"{header}.{payload}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{payload}.{Base64Url.EncodeToString(signature)}";
    }

    protected Task<Answer> ExchangeAsync(string subjectToken, string client = "vault", string? loginHint = null, string? assertion = null) => PostAsync(
        "oauth/token", ("grant_type", VaultGrant), ("client_id", Id(client)),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", assertion ?? Assertion(client)),
        ("subject_token", subjectToken), ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
        ("requested_token_type", "http://auth0.com/oauth/token-type/federated-connection-access-token"), ("connection", "github"), ("login_hint", loginHint));

    protected static JsonObject Claims(string token) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!.AsObject();

    protected static string Query(params (string Name, string? Value)[] parameters) => string.Join('&', parameters
        .Where(pair => pair.Value is not null)
        .Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private static string MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-tenant-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        _ = Countersign.Sandbox.World.Keepsakes.In(folder);
        return folder;
    }
}
