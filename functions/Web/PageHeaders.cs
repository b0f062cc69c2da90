using Countersign.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Countersign.Web;

/// <summary>
/// What the page may do, told to the browser: code, style and images from ourselves alone and none inline, requests to ourselves and the tenant, a frame of
/// the tenant's for silent sign-in, and no frame around us.
/// </summary>
public sealed class PageHeaders(IOptions<Auth0Options> tenant)
{
    private readonly string _policy = PolicyFor(new Uri(tenant.Value.Issuer).GetLeftPart(UriPartial.Authority));

    public void Set(HttpResponse response, WebFile file)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] =
            "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";
        headers.CacheControl = file.IsHashed ? "public, max-age=31536000, immutable" : "no-store";
        headers.Vary = "Accept-Encoding";
    }

    internal static string PolicyFor(string tenant) => string.Join(
        "; ",
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'", $"connect-src 'self' {tenant}",
        "worker-src 'self'", "manifest-src 'self'", $"frame-src {tenant}", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'");
}
