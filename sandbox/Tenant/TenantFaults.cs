using System.Text.Json.Nodes;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary>The faults that hit the tenant as a whole: slow, too many requests, broken. Each may be narrowed by <c>path_prefix</c>, <c>method</c> and <c>grant</c>.</summary>
internal static class TenantFaults
{
    public static void UseTenantFaults(this WebApplication app, SandboxWorld world) => app.Use(async (context, next) =>
    {
        var grant = await FaultyLine.GrantAsync(context).ConfigureAwait(false);
        bool Concerns(Fault fault) =>
            fault.IsFor(grant)
            && (fault.Text("method") is not { } method || string.Equals(method, context.Request.Method, StringComparison.OrdinalIgnoreCase))
            && (fault.Text("path_prefix") is not { } prefix || (context.Request.Path.Value ?? "/").StartsWith(prefix, StringComparison.Ordinal));

        if (world.Faults.Take("tenant_delay", wanted: Concerns) is { } delay)
            await Task.Delay(TimeSpan.FromMilliseconds(delay.Number("ms", 1000)), world.Time, context.RequestAborted).ConfigureAwait(false);
        if (world.Faults.Take("tenant_429", wanted: Concerns) is { } limited)
            await WriteTooManyAsync(context, world, limited.Number("retry_after", 1)).ConfigureAwait(false);
        else if (world.Faults.Take("tenant_500", wanted: Concerns) is not null)
            await context.WriteJsonAsync(500, new JsonObject { ["error"] = "server_error", ["error_description"] = "Internal error" }).ConfigureAwait(false);
        else
            await next(context).ConfigureAwait(false);
    });

    private static Task WriteTooManyAsync(HttpContext context, SandboxWorld world, int seconds)
    {
        RateHeaders.Write(context, limit: 100, remaining: 0, world.TenantTime.GetUtcNow().AddSeconds(seconds - 1));
        context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (context.Request.Path.StartsWithSegments("/api/v2"))
            return new Management.ManagementError(429, "Too Many Requests", "Global limit has been reached", "too_many_requests").WriteAsync(context);
        if (context.Request.Path.StartsWithSegments("/me/v1"))
            return new MyAccount.MyAccountError(429, "A0E-429-0001", "Too Many Requests", "Global limit has been reached").WriteAsync(context);
        return OAuthError.TooMany.WriteAsync(context);
    }
}
