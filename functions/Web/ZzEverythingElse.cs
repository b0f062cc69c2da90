using Countersign.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Web;

/// <summary>
/// What no other function takes: the web app's files, its page at every address of its own, and problems for the rest. Its name sorts last, because the
/// host tries routes in the order of names; the host also knows no 405, so a wrong method of a known address comes here too.
/// </summary>
public sealed class ZzEverythingElse(RouteTable routes, WebFiles files, PageHeaders headers)
{
    /// <summary>Addresses under these are never the web app's.</summary>
    private static readonly string[] Machines = ["api", "v1", "mcp", "webhooks", "slack", "assets", ".well-known"];

    [Function(nameof(ZzEverythingElse)), Open]
    public IResult Answer([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request)
    {
        var path = request.Path.Value?.TrimStart('/') ?? "";
        var allowed = routes.MethodsOf(path);
        if (allowed.Count > 0) return Problems.MethodNotAllowed(allowed).ToResult();
        if (FileAt(path, request) is not { } file) return Problems.NotFound().ToResult();
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) return Problems.MethodNotAllowed(["GET"]).ToResult();

        headers.Set(request.HttpContext.Response, file);
        var (bytes, encoding) = file.For(request.Headers.AcceptEncoding);
        if (encoding is not null) request.HttpContext.Response.Headers.ContentEncoding = encoding;
        return Results.Bytes(bytes, file.ContentType);
    }

    /// <summary>An address without a file is one of the app's own pages when a browser asks for a page there.</summary>
    private WebFile? FileAt(string path, HttpRequest request)
    {
        if (path.Length > 0 && files.Find(path) is { } file) return file;
        var first = path.Split('/')[0];
        return Machines.Contains(first, StringComparer.OrdinalIgnoreCase) || Path.HasExtension(path)
            || !request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? null
            : files.Page;
    }
}
