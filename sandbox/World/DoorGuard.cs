using System.Security.Cryptography;
using System.Text;

namespace Countersign.Sandbox.World;

/// <summary>Keeps the phone and the control API to whoever was given the token: exact Host, no foreign Origin, the token itself.</summary>
public static class DoorGuard
{
    /// <summary>
    /// Refuses with 404 an unknown Host, with 403 a foreign Origin, with 401 a missing or wrong token.
    /// <c>/control</c> wants it as a bearer, <c>/phone</c> as the parameter <c>token</c>. A browser in which a person is signed in at the tenant needs none
    /// for that person's own phone, as nobody needs one to look at the phone in their hand.
    /// </summary>
    /// <param name="app">The application of the phone's port.</param>
    /// <param name="world">Who has the token, and what the origins are.</param>
    /// <param name="signedIn">The name of the person who is signed in at the tenant in the browser that asks; null for nobody.</param>
    public static void UseDoorGuard(this WebApplication app, SandboxWorld world, Func<HttpRequest, string?> signedIn) => app.Use(async (context, next) =>
    {
        var origins = world.Origins.AsSeenBy(context.Request);
        if ($"{context.Request.Scheme}://{context.Request.Host}" != origins.Phone)
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (context.Request.Headers.Origin.ToString() is { Length: > 0 } origin && origin != origins.Phone)
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        else if (signedIn(context.Request) is { } name && context.Request.Path.StartsWithSegments("/phone") && await OfAsync(context, "token").ConfigureAwait(false) == "")
            await OwnPhoneAsync(context, name, next).ConfigureAwait(false);
        else if (!IsToken(await GivenAsync(context).ConfigureAwait(false), world.Keepsakes.ControlToken))
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else
            await next(context).ConfigureAwait(false);
    });

    private static async Task<string> GivenAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return header[7..];
        if (!context.Request.Path.StartsWithSegments("/phone"))
            return "";
        return await OfAsync(context, "token").ConfigureAwait(false);
    }

    private static async Task OwnPhoneAsync(HttpContext context, string name, RequestDelegate next)
    {
        var person = await OfAsync(context, "person").ConfigureAwait(false);
        if (person == "" && context.Request.Path == "/phone")
            context.Response.Redirect("/phone?person=" + Uri.EscapeDataString(name));
        else if (person != name)
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else
            await next(context).ConfigureAwait(false);
    }

    /// <summary>A parameter of the form that is sent, else of the address.</summary>
    private static async Task<string> OfAsync(HttpContext context, string name)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.HasFormContentType)
            return context.Request.Query[name].ToString();
        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        return form[name].ToString();
    }

    private static bool IsToken(string given, string token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token));
}
