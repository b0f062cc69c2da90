using System.Net;

namespace Countersign.Sandbox.GitHub.Pages;

/// <summary>Small pages of github.com: no script, no style from elsewhere.</summary>
internal static class Html
{
    public static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    public static string Hidden(string name, string? value) => $"<input type=\"hidden\" name=\"{Text(name)}\" value=\"{Text(value)}\">";

    public static Task WriteAsync(HttpContext context, int status, string title, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
        return context.Response.WriteAsync($"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Text(title)}</title>
            <style>body {"{"} font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 3rem auto; padding: 0 1rem {"}"} button {"{"} font: inherit; padding: .4rem 1rem; margin-right: .5rem {"}"}</style>
            </head><body><main><h1>{Text(title)}</h1>{body}</main></body></html>
            """);
    }
}
