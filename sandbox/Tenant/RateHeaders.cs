using System.Globalization;

namespace Countersign.Sandbox.Tenant;

/// <summary>The headers by which limited endpoints say what is left.</summary>
public static class RateHeaders
{
    public static void Write(HttpContext context, int limit, int remaining, DateTimeOffset now)
    {
        var headers = context.Response.Headers;
        headers["x-ratelimit-limit"] = limit.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-reset"] = now.AddSeconds(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
    }
}
