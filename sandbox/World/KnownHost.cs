namespace Countersign.Sandbox.World;

/// <summary>Answers only to the names the sandbox has; any other Host is a page that rebinds a name to loopback.</summary>
internal static class KnownHost
{
    public static void UseKnownHost(this WebApplication app, SandboxWorld world) => app.Use((context, next) =>
    {
        if (context.Request.Host.Host == "localhost" || context.Request.Host.Host == world.Options.Host)
            return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });
}
