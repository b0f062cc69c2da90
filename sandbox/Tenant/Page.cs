using System.Net;
using System.Text;

namespace Countersign.Sandbox.Tenant;

/// <summary>The look of every page a person sees: self-contained, one column, light and dark.</summary>
public static class Page
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1a1c23;--soft:#5b6070;--line:#d9dce4;--paper:#fff;--ground:#f3f4f7;--key:#2f4bd8;--key-ink:#fff;--bad:#b3261e;--good:#1b6e3c}
        @media (prefers-color-scheme:dark){:root{--ink:#eceef4;--soft:#a3a9ba;--line:#363b49;--paper:#1c1f28;--ground:#12141a;--key:#8fa2ff;--key-ink:#10132a;--bad:#ff9d94;--good:#7fd8a4}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
        main{max-width:30rem;margin:0 auto;padding:2rem 1rem 4rem}
        h1{font-size:1.375rem;line-height:1.25;margin:0 0 .25rem}
        h2{font-size:1.0625rem;line-height:1.3;margin:0}
        p{margin:.25rem 0 .75rem}
        .card>:first-child,.card>form:first-child>:first-child,.card>:first-child>li:first-child{margin-top:0}
        .card>ul{padding-left:1.25rem}
        .soft{color:var(--soft)}
        .small{font-size:.875rem}
        .card{background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:1.25rem;margin:1rem 0}
        label{display:block;font-weight:600;margin:.875rem 0 .25rem}
        label.first{margin-top:0}
        input,select{width:100%;min-height:44px;padding:.625rem .75rem;border:1px solid var(--soft);border-radius:8px;background:var(--paper);color:var(--ink);font:inherit}
        button,a.button{display:inline-block;min-height:44px;padding:.625rem 1.25rem;border-radius:8px;border:1px solid var(--soft);background:transparent;color:var(--ink);font:inherit;font-weight:600;cursor:pointer;text-decoration:none;text-align:center}
        button.key{background:var(--key);border-color:var(--key);color:var(--key-ink)}
        .row{display:flex;gap:.75rem;margin-top:1.125rem}
        .row>*{flex:1}
        [aria-invalid=true]{border-color:var(--bad)}
        input~.problem{margin:.5rem 0 0}
        :focus-visible{outline:3px solid var(--key);outline-offset:2px}
        a{color:var(--key)}
        .problem{border-left:4px solid var(--bad);padding:.5rem .75rem;background:var(--ground);border-radius:4px}
        ul.plain{list-style:none;margin:0;padding:0}
        """;

    /// <summary>Text made safe for an element or a quoted attribute.</summary>
    public static string Safe(string? text) => WebUtility.HtmlEncode(text ?? "");

    /// <summary>Writes a page. <paramref name="body"/> is markup; what goes into it from outside has been through <see cref="Safe"/>.</summary>
    /// <param name="context">The request that is answered.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="title">Title, as text.</param>
    /// <param name="body">Markup inside <c>main</c>.</param>
    /// <param name="style">Further rules of this one page.</param>
    /// <param name="script">The page's own script, or null for none.</param>
    public static async Task WriteAsync(HttpContext context, int status, string title, string body, string style = "", string? script = null)
    {
        var nonce = World.RandomText.Of(22);
        var scriptTag = script is null ? "" : $"<script nonce=\"{nonce}\">{script}</script>";
        var html = $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Safe(title)}</title>
            <link rel="icon" href="data:,">
            <style nonce="{nonce}">{Style}{style}</style>
            </head>
            <body><main>
            {body}
            </main>{scriptTag}</body>
            </html>
            """;
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";
        context.Response.Headers["Referrer-Policy"] = "same-origin";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(html), context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>A page that says what went wrong and sends nobody on.</summary>
    public static Task WriteErrorAsync(HttpContext context, int status, string title, string detail) =>
        WriteAsync(context, status, title, $"""<h1>{Safe(title)}</h1><div class="card"><p class="problem" role="alert">{Safe(detail)}</p></div>""");
}
