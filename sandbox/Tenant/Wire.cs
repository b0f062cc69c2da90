using System.Text;
using System.Text.Json.Nodes;

namespace Countersign.Sandbox.Tenant;

/// <summary>How answers are put on the wire.</summary>
public static class Wire
{
    public static async Task WriteJsonAsync(this HttpContext context, int status, JsonNode body, string contentType = "application/json; charset=utf-8")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body.ToJsonString()), context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Sends the browser on. Never cached: the address carries a code or a ticket.</summary>
    public static void Redirect(this HttpContext context, string address)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = address;
    }

    /// <summary>Adds query parameters to an address that may have some already; those without a value are left out.</summary>
    public static string WithQuery(string address, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var text = new StringBuilder(address);
        var separator = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in parameters)
        {
            if (value is null)
                continue;
            text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
        return text.ToString();
    }

    /// <summary>Text as a JSON array.</summary>
    public static JsonArray ToJson(this IEnumerable<string> values) => [.. values.Select(value => (JsonNode)value)];

    /// <summary>An instant as the tenant writes it: <c>2026-08-01T10:00:00.000Z</c>.</summary>
    public static string ToWire(this DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
