using System.Security.Cryptography;
using System.Text;

namespace Countersign.Sandbox.World;

/// <summary>Keeps the phone and the control API to whoever was given the token: exact Host, no foreign Origin, the token itself.</summary>
public static class DoorGuard
{
    /// <summary>
    /// Refuses with 404 an unknown Host, with 403 a foreign Origin, with 401 a missing or wrong token.
    /// <c>/control</c> wants it as a bearer, <c>/phone</c> as the parameter <c>token</c>.
    /// </summary>
    public static void UseDoorGuard(this WebApplication app, SandboxWorld world) => app.Use(async (context, next) =>
    {
        var origins = world.Origins.AsSeenBy(context.Request);
        if ($"{context.Request.Scheme}://{context.Request.Host}" != origins.Phone)
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (context.Request.Headers.Origin.ToString() is { Length: > 0 } origin && origin != origins.Phone)
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
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
        if (!HttpMethods.IsPost(context.Request.Method) || !context.Request.HasFormContentType)
            return context.Request.Query["token"].ToString();
        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        return form["token"].ToString();
    }

    private static bool IsToken(string given, string token) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token));
}
