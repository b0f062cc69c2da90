namespace Countersign.Sandbox.Tenant;

/// <summary>
/// What a browser's page of another origin may call and read: the token, revocation, userinfo and My Account endpoints, from the allowed origins of a
/// client. The other endpoints and the other origins get no header, and the browser keeps the answer from the page.
/// </summary>
internal static class CrossOrigin
{
    private static readonly PathString[] Open = ["/oauth/token", "/oauth/revoke", "/userinfo", "/me/v1"];

    public static void UseCrossOrigin(this WebApplication app, Clients clients) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (request.Headers.Origin.ToString() is not { Length: > 0 } origin || !Array.Exists(Open, path => request.Path.StartsWithSegments(path)))
            return next(context);
        var headers = context.Response.Headers;
        headers.Vary = "Origin";
        var allowed = clients.AllowOrigin(origin);
        if (allowed)
        {
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlAllowCredentials = "true";
            headers.AccessControlExposeHeaders = "x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset, retry-after";
        }
        if (!HttpMethods.IsOptions(request.Method) || request.Headers.AccessControlRequestMethod.Count == 0)
            return next(context);
        if (allowed)
        {
            headers.AccessControlAllowMethods = request.Path.StartsWithSegments("/me/v1") ? "GET, POST, DELETE" : request.Path == "/userinfo" ? "GET, POST" : "POST";
            headers.AccessControlAllowHeaders = "authorization, content-type, auth0-client, dpop";
            headers.AccessControlMaxAge = "600";
        }
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    });
}
