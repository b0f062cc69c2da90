using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Countersign.Runtime.Hosting;

/// <summary>
/// Lets through whoever names this very address, does not come from another page and knows the token. A page that resolves its own name to
/// this machine fails the first, a page that posts here the second.
/// </summary>
internal sealed class InspectionGuard(string token)
{
    private readonly byte[] _token = Encoding.UTF8.GetBytes(token);

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var own = $"127.0.0.1:{http.Connection.LocalPort}";
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        if (http.Request.Headers.Host != own)
            await RefuseAsync(http, StatusCodes.Status403Forbidden, $"Ask by the address that was printed: http://{own}.");
        else if (http.Request.Headers.Origin is { Count: > 0 } origin && origin != $"http://{own}")
            await RefuseAsync(http, StatusCodes.Status403Forbidden, "Another page may not ask.");
        else if (!Knows(http.Request))
            await RefuseAsync(http, StatusCodes.Status401Unauthorized, "Give the token that was printed at start, as ?token= or as a bearer.");
        else
            await next(http);
    }

    private bool Knows(HttpRequest request)
    {
        var given = request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.Ordinal)
            ? header["Bearer ".Length..]
            : request.Query["token"].ToString();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _token);
    }

    private static Task RefuseAsync(HttpContext http, int status, string text)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text);
    }
}
