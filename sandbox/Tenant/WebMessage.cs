using System.Text.Json.Nodes;

namespace Countersign.Sandbox.Tenant;

/// <summary>
/// <c>response_mode=web_message</c>: the answer to a silent request goes by <c>postMessage</c> from a page in a frame to the page that holds it, and to no
/// other origin than the callback's, which has to be an allowed web origin.
/// </summary>
internal static class WebMessage
{
    public static async Task WriteAsync(HttpContext context, string redirectUri, params (string Name, string? Value)[] response)
    {
        var origin = new Uri(redirectUri).GetLeftPart(UriPartial.Authority);
        var body = new JsonObject();
        foreach (var (name, value) in response)
        {
            if (value is not null) body[name] = value;
        }

        var message = new JsonObject { ["type"] = "authorization_response", ["response"] = body };
        var nonce = World.RandomText.Of(22);
        var html = $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Authorization Response</title></head>
            <body><script nonce="{nonce}">
            (window.opener ?? window.parent).postMessage({message.ToJsonString()}, {JsonValue.Create(origin).ToJsonString()});
            </script></body></html>
            """;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'nonce-{nonce}'; base-uri 'none'; frame-ancestors {origin}";
        await context.Response.WriteAsync(html, context.RequestAborted).ConfigureAwait(false);
    }
}
