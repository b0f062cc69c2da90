using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Countersign.Sandbox.Tenant.Vault;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant.MyAccount;

/// <summary>Connected accounts of the person whose token it is: connect, complete, list, connections, delete.</summary>
public sealed partial class MyAccountDoor(
    SandboxWorld world, TokenReader tokens, Clients clients, ConnectedAccounts accounts, ConnectSessions sessions, TenantSwitches switches)
{
    private const string Create = "create:me:connected_accounts";
    private const string Read = "read:me:connected_accounts";
    private const string Delete = "delete:me:connected_accounts";

    private static readonly string[] ConnectMembers = ["connection", "redirect_uri", "state", "code_challenge", "code_challenge_method", "scopes", "authorization_params"];
    private static readonly string[] CompleteMembers = ["auth_session", "connect_code", "redirect_uri", "code_verifier"];
    private static readonly string[] AuthorizationParameters =
        ["acr_values", "audience", "resource", "display", "id_token_hint", "login_hint", "max_age", "prompt", "ui_locales"];

    /// <summary>Who is calling: a person, by a token for this API with the scope.</summary>
    private sealed record Caller(HttpContext Http, Person Person, Client? Client, string Issuer);

    public void Map(IEndpointRouteBuilder routes)
    {
        const string root = "/me/v1/connected-accounts";
        Add("POST", root + "/connect", Create, ConnectAsync);
        Add("POST", root + "/complete", Create, CompleteAsync);
        Add("GET", root + "/accounts", Read, ListAsync);
        Add("GET", root + "/connections", Read, ListConnectionsAsync);
        Add("DELETE", root + "/accounts/{id}", Delete, DeleteAsync);
        routes.Map("/me/v1/{**rest}", NotFoundAsync);

        void Add(string method, string route, string scope, Func<Caller, Task<MyAccountError?>> handler) =>
            routes.MapMethods(route, [method], context => GuardAsync(context, scope, handler));
    }

    private async Task GuardAsync(HttpContext context, string scope, Func<Caller, Task<MyAccountError?>> handler)
    {
        var issuer = world.Origins.AsSeenBy(context.Request).Issuer;
        if (!switches.MyAccountActive)
        {
            await NotFoundAsync(context).ConfigureAwait(false);
            return;
        }
        if (TokenReader.Bearer(context.Request) is not { } text)
        {
            await MyAccountError.NoToken.WriteAsync(context).ConfigureAwait(false);
            return;
        }
        var (token, _) = await tokens.ReadAsync(text, issuer, issuer + "me/").ConfigureAwait(false);
        if (token is null || token.IsMachine || world.People.BySub(token.Sub) is not { } person)
        {
            await MyAccountError.InvalidToken.WriteAsync(context).ConfigureAwait(false);
            return;
        }
        if (!token.Scopes.Contains(scope))
        {
            await MyAccountError.InsufficientScope.WriteAsync(context).ConfigureAwait(false);
            return;
        }
        RateHeaders.Write(context, limit: 50, remaining: 49, world.TenantTime.GetUtcNow());
        if (await handler(new(context, person, clients.Find(token.ClientId), issuer)).ConfigureAwait(false) is { } error)
            await error.WriteAsync(context).ConfigureAwait(false);
    }

    private async Task<MyAccountError?> ConnectAsync(Caller caller)
    {
        var (payload, wrong) = await Payload.ReadAsync(caller.Http, ConnectMembers).ConfigureAwait(false);
        if (payload is null)
            return wrong;
        var connection = payload.Text("connection", 1, 128, required: true);
        var redirectUri = payload.Text("redirect_uri", 1, 2048, required: true);
        var state = payload.Text("state", 1, 4096, required: false);
        var challenge = payload.Text("code_challenge", 43, 128, required: false);
        var method = payload.Text("code_challenge_method", 1, 16, required: challenge is not null);
        if (method is not null && method != "S256")
            payload.Wrong("code_challenge_method", "must be equal to one of the allowed values");
        payload.Scopes("scopes");
        payload.Object("authorization_params", AuthorizationParameters);
        if (payload.Errors.Count > 0)
            return MyAccountError.Payload(payload.Errors);
        if (caller.Client?.Callbacks.Contains(redirectUri!, StringComparer.Ordinal) != true) // required, and no error
            return MyAccountError.Bad("redirect_uri is not in the list of allowed callback URLs");
        if (connection != ConnectedAccounts.GitHub)
            return MyAccountError.Bad("The connection does not exist or is not enabled for connected accounts");

        var (session, ticket) = sessions.Start(caller.Person, connection, redirectUri!, state, challenge, caller.Issuer);
        await caller.Http.WriteJsonAsync(201, new JsonObject
        {
            ["connect_uri"] = caller.Issuer + "connected-accounts/connect",
            ["auth_session"] = session.AuthSession,
            ["connect_params"] = new JsonObject { ["ticket"] = ticket },
            ["expires_in"] = ConnectSessions.Lifetime,
        }).ConfigureAwait(false);
        return null;
    }

    private async Task<MyAccountError?> CompleteAsync(Caller caller)
    {
        var (payload, wrong) = await Payload.ReadAsync(caller.Http, CompleteMembers).ConfigureAwait(false);
        if (payload is null)
            return wrong;
        var authSession = payload.Text("auth_session", 1, 64, required: true);
        var code = payload.Text("connect_code", 1, 46, required: true);
        var redirectUri = payload.Text("redirect_uri", 1, 2048, required: true);
        var verifier = payload.Text("code_verifier", 43, 128, required: false);
        if (payload.Errors.Count > 0)
            return MyAccountError.Payload(payload.Errors);
        if (verifier is not null)
            world.Issued.Note("code_verifier", verifier);
        if (sessions.Find(authSession!, caller.Person) is not { } session) // required, and no error; somebody else's is as dead as an old one
            return MyAccountError.DeadSession;
        var account = sessions.TakeCode(session, code!);
        if (account is null)
            return MyAccountError.Bad("Invalid or expired connect_code");
        if (redirectUri != session.RedirectUri)
            return MyAccountError.Bad("redirect_uri does not match");
        if (!Verifies(verifier, session.CodeChallenge))
            return MyAccountError.Bad("Failed to verify code verifier");
        if (switches.ReconnectConflicts && accounts.Has(caller.Person, account))
            return new(409, "A0E-409-0001", "Conflict", "The account is connected already");
        sessions.End(session);
        await caller.Http.WriteJsonAsync(201, Describe(accounts.Link(caller.Person, account))).ConfigureAwait(false);
        return null;
    }

    private async Task<MyAccountError?> ListAsync(Caller caller)
    {
        var wanted = caller.Http.Request.Query["connection"];
        if (wanted.Count > 20)
            return MyAccountError.Payload(("/connection", "data/connection must NOT have more than 20 items"));
        var own = accounts.Of(caller.Person).Where(account => wanted.Count == 0 || wanted.Contains(account.Connection)).ToList();
        if (Checkpoint.Read(caller.Http.Request, own, account => account.Id, standard: 10, maximum: 20) is not { } page)
            return MyAccountError.Payload(("/take", "data/take must be between 1 and 20, and data/from a cursor of this API"));
        var body = new JsonObject { ["accounts"] = new JsonArray([.. page.Items.Select(account => (JsonNode)Describe(account))]) };
        if (page.Next is not null)
            body["next"] = page.Next;
        await caller.Http.WriteJsonAsync(200, body).ConfigureAwait(false);
        return null;
    }

    private async Task<MyAccountError?> ListConnectionsAsync(Caller caller)
    {
        string[] connections = [ConnectedAccounts.GitHub];
        if (Checkpoint.Read(caller.Http.Request, connections, name => name, standard: 10, maximum: 20) is not { } page)
            return MyAccountError.Payload(("/take", "data/take must be between 1 and 20, and data/from a cursor of this API"));
        var rows = page.Items.Select(name => (JsonNode)new JsonObject { ["name"] = name, ["strategy"] = "github" });
        await caller.Http.WriteJsonAsync(200, new JsonObject { ["connections"] = new JsonArray([.. rows]) }).ConfigureAwait(false);
        return null;
    }

    private Task<MyAccountError?> DeleteAsync(Caller caller)
    {
        var id = caller.Http.GetRouteValue("id") as string ?? "";
        if (!AccountId().IsMatch(id))
            return Task.FromResult<MyAccountError?>(MyAccountError.Payload(("/id", "data/id must match pattern \"^cac_[A-Za-z0-9]+$\"")));
        accounts.Remove(caller.Person, id);
        caller.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.FromResult<MyAccountError?>(null);
    }

    private static Task NotFoundAsync(HttpContext context) =>
        new MyAccountError(404, "A0E-404-0001", "Not Found", $"The requested resource {context.Request.Method} {context.Request.Path} was not found.").WriteAsync(context);

    private static JsonObject Describe(ConnectedAccount account) => new()
    {
        ["id"] = account.Id,
        ["connection"] = account.Connection,
        ["access_type"] = "offline",
        ["scopes"] = new JsonArray(),
        ["created_at"] = account.CreatedAt.ToWire(),
    };

    private static bool Verifies(string? verifier, string? challenge) => challenge is null
        ? verifier is null
        : verifier is not null && Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) == challenge;

    [GeneratedRegex("^cac_[A-Za-z0-9]+$")]
    private static partial Regex AccountId();
}
