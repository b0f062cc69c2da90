namespace Countersign.Sandbox.World;

/// <summary>The line between a client and a party, which the fault <c>connection_drop</c> cuts before or after the party has acted.</summary>
internal static class FaultyLine
{
    public static void UseFaultyLine(this WebApplication app, SandboxWorld world, string party) => app.Use(async (context, next) =>
    {
        var fault = world.Faults.Take("connection_drop", wanted: fault => Concerns(fault, context.Request, party));
        if (fault is null)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        if (fault.Text("when") != "before")
        {
            context.Response.Body = new MemoryStream();
            await next(context).ConfigureAwait(false);
        }

        context.Abort();
    });

    private static bool Concerns(Fault fault, HttpRequest request, string party) =>
        (fault.Text("host") is { } host ? host == party : party != "phone") // unless it is named, never the line by which faults are set
        && (fault.Text("method") is not { } method || string.Equals(method, request.Method, StringComparison.OrdinalIgnoreCase))
        && (fault.Text("path_prefix") is not { } prefix || (request.Path.Value ?? "/").StartsWith(prefix, StringComparison.Ordinal));
}
