using System.Text;

namespace Countersign.Sandbox.World;

/// <summary>
/// The line between a client and a party: <c>connection_drop</c> cuts it before or after the party has acted, <c>nonsense</c> answers 200 with something
/// that no client of the party expects, as a proxy or a half-deployed release does.
/// </summary>
internal static class FaultyLine
{
    private const string Page = "<!doctype html><html><head><title>Just a moment</title></head><body><h1>Checking your browser</h1></body></html>";

    public static void UseFaultyLine(this WebApplication app, SandboxWorld world, string party) => app.Use(async (context, next) =>
    {
        var grant = await GrantAsync(context).ConfigureAwait(false);
        if (!context.Request.Path.StartsWithSegments("/control"))
            world.Requests.Record(party, context.Request.Method, context.Request.Path.Value ?? "/", grant);
        if (world.Faults.Take("connection_drop", wanted: fault => Concerns(fault, context.Request, party, grant)) is { } drop)
        {
            if (drop.Text("when") != "before")
            {
                context.Response.Body = new MemoryStream();
                await next(context).ConfigureAwait(false);
            }

            context.Abort();
        }
        else if (world.Faults.Take("nonsense", wanted: fault => Concerns(fault, context.Request, party, grant)) is { } nonsense)
        {
            await WriteAsync(context, nonsense.Text("as") ?? "html", next).ConfigureAwait(false);
        }
        else
        {
            await next(context).ConfigureAwait(false);
        }
    });

    /// <summary><c>half</c> acts and gives half of its answer; the others act not at all.</summary>
    private static async Task WriteAsync(HttpContext context, string kind, RequestDelegate next)
    {
        byte[] bytes;
        if (kind == "half")
        {
            var line = context.Response.Body;
            using var whole = new MemoryStream();
            context.Response.Body = whole;
            await next(context).ConfigureAwait(false);
            context.Response.Body = line;
            bytes = whole.ToArray()[..(int)(whole.Length / 2)];
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.ContentType = kind == "html" ? "text/html; charset=utf-8" : "application/json; charset=utf-8";
            bytes = Encoding.UTF8.GetBytes(kind switch { "html" => Page, "empty" => "", "list" => "[[],null,7]", _ => """{"unexpected":{"a":[1,2,3]}}""" });
        }

        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>What kind of token is asked for, where one is: the faults of the token endpoint can be narrowed to it.</summary>
    internal static async Task<string?> GrantAsync(HttpContext context)
    {
        if (context.Request.Path != "/oauth/token" || !context.Request.HasFormContentType)
            return null;
        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        return form["grant_type"].ToString();
    }

    internal static bool IsFor(this Fault fault, string? grant) =>
        fault.Text("grant") is not { } wanted || grant?.Contains(wanted, StringComparison.Ordinal) == true;

    private static bool Concerns(Fault fault, HttpRequest request, string party, string? grant) =>
        fault.IsFor(grant)
        && (fault.Text("host") is { } host ? host == party : party != "phone") // unless it is named, never the line by which faults are set
        && (fault.Text("method") is not { } method || string.Equals(method, request.Method, StringComparison.OrdinalIgnoreCase))
        && (fault.Text("path_prefix") is not { } prefix || (request.Path.Value ?? "/").StartsWith(prefix, StringComparison.Ordinal));
}
