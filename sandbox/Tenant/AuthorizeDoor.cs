using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary><c>/authorize</c> and the login page: code with PKCE, exact callbacks, a session by cookie.</summary>
public sealed class AuthorizeDoor(SandboxWorld world, Clients clients, Sessions sessions, WaitingLogins logins, AuthorizationCodes codes)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/authorize", AuthorizeAsync);
        routes.MapGet("/authorize/resume", ResumeAsync);
        routes.MapGet("/u/login", ShowLoginAsync);
        routes.MapPost("/u/login", LogInAsync);
    }

    private Task AuthorizeAsync(HttpContext context)
    {
        if (Parameters.From(context.Request.Query) is not { } parameters)
            return Page.WriteErrorAsync(context, 400, "Something is wrong with this link", "A parameter is given twice.");
        if (parameters["client_id"] is not { } clientId)
            return Page.WriteErrorAsync(context, 400, "Something is wrong with this link", "Missing required parameter: client_id");
        if (clients.Find(clientId) is not { } client)
            return Page.WriteErrorAsync(context, 400, "Unknown client", $"Unknown client: {clientId}");
        if (parameters["redirect_uri"] is not { } redirectUri)
            return Page.WriteErrorAsync(context, 400, "Something is wrong with this link", "Missing required parameter: redirect_uri");
        if (!client.Callbacks.Contains(redirectUri, StringComparer.Ordinal))
            return Page.WriteErrorAsync(context, 403, "Callback URL mismatch.", $"The provided redirect_uri is not in the list of allowed callback URLs: {redirectUri}");

        if (parameters["response_mode"] == "web_message" && !client.WebOrigins.Contains(new Uri(redirectUri).GetLeftPart(UriPartial.Authority), StringComparer.Ordinal))
            return Page.WriteErrorAsync(context, 403, "Origin not allowed", "The origin of the redirect_uri is not in the list of allowed web origins.");

        var (request, problem) = AuthorizeRequest.Read(client, redirectUri, parameters, world.Origins.AsSeenBy(context.Request).Issuer);
        if (request is null)
            return Refuse(context, redirectUri, parameters["state"], problem!.Value.Error, problem.Value.Description); // one of the two is there
        var session = sessions.Of(context.Request);
        if (session is not null && request.Prompt is not ("login" or "select_account") && IsYoungEnough(session, request))
            return Finish(context, request, session);
        if (request.Prompt == "none")
            return request.ByMessage
                ? WebMessage.WriteAsync(context, redirectUri, ("error", "login_required"), ("error_description", "Login required"), ("state", request.State))
                : Refuse(context, redirectUri, request.State, "login_required", "Login required");
        context.Redirect("/u/login?state=" + logins.Add(request));
        return Task.CompletedTask;
    }

    private Task ShowLoginAsync(HttpContext context) =>
        context.Request.Query["state"].ToString() is var state && logins.Peek(state) is { } request
            ? LoginPage.WriteAsync(context, 200, world.People, request, state, request.LoginHint, problem: null)
            : Page.WriteErrorAsync(context, 400, "This login is over", "Go back to the application and sign in again.");

    private async Task LogInAsync(HttpContext context)
    {
        var parameters = await Parameters.ReadAsync(context.Request, acceptJson: false, context.RequestAborted).ConfigureAwait(false);
        if (parameters?["state"] is not { } state || logins.Peek(state) is not { } request)
        {
            await Page.WriteErrorAsync(context, 400, "This login is over", "Go back to the application and sign in again.").ConfigureAwait(false);
            return;
        }
        if (parameters["action"] == "cancel")
        {
            logins.Take(state);
            await Refuse(context, request.RedirectUri, request.State, "access_denied", "User did not authorize the request").ConfigureAwait(false);
            return;
        }
        var person = world.People.ByUsername(parameters["username"] ?? "");
        if (person is null || person.Password != parameters["password"])
        {
            await LoginPage.WriteAsync(context, 400, world.People, request, state, parameters["username"], "Wrong email or password").ConfigureAwait(false);
            return;
        }
        sessions.Open(context, person);
        context.Redirect("/authorize/resume?state=" + state);
    }

    private Task ResumeAsync(HttpContext context) =>
        sessions.Of(context.Request) is { } session && logins.Take(context.Request.Query["state"].ToString()) is { } request
            ? Finish(context, request, session)
            : Page.WriteErrorAsync(context, 400, "This login is over", "Go back to the application and sign in again.");

    private Task Finish(HttpContext context, AuthorizeRequest request, Session session)
    {
        if (request.ByMessage)
            return WebMessage.WriteAsync(context, request.RedirectUri, ("code", codes.Issue(request, session)), ("state", request.State));
        context.Redirect(Wire.WithQuery(request.RedirectUri, ("code", codes.Issue(request, session)), ("state", request.State)));
        return Task.CompletedTask;
    }

    private static Task Refuse(HttpContext context, string redirectUri, string? state, string error, string description)
    {
        context.Redirect(Wire.WithQuery(redirectUri, ("error", error), ("error_description", description), ("state", state)));
        return Task.CompletedTask;
    }

    private bool IsYoungEnough(Session session, AuthorizeRequest request) =>
        world.People.BySub(session.Sub) is not null
        && (request.MaxAge is not { } age || world.TenantTime.GetUtcNow() - session.AuthenticatedAt <= TimeSpan.FromSeconds(age));
}
