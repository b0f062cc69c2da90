using System.Globalization;
using System.Text.Json.Nodes;

namespace Countersign.Sandbox.Tenant.Management;

/// <summary>Offset paging: <c>page</c> from 0, <c>per_page</c> up to 100, a bare array unless <c>include_totals</c> asks for the envelope.</summary>
internal static class OffsetPage
{
    /// <summary>The page as JSON; null when a parameter is out of range.</summary>
    /// <param name="request">The request with the parameters.</param>
    /// <param name="all">Every row.</param>
    /// <param name="name">Name of the rows in the envelope.</param>
    public static JsonNode? Read(HttpRequest request, IReadOnlyList<JsonObject> all, string name)
    {
        if (Number(request, "page", 0, int.MaxValue) is not { } page || Number(request, "per_page", 50, 100) is not { } size)
            return null;
        var start = (long)page * size;
        var rows = new JsonArray([.. all.Skip((int)Math.Min(start, int.MaxValue)).Take(size).Select(row => (JsonNode)row)]);
        if (request.Query["include_totals"].ToString() != "true")
            return rows;
        return new JsonObject { ["start"] = start, ["limit"] = size, ["length"] = rows.Count, ["total"] = all.Count, [name] = rows };
    }

    private static int? Number(HttpRequest request, string name, int standard, int maximum)
    {
        if (!request.Query.TryGetValue(name, out var text))
            return standard;
        return int.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= maximum ? number : null;
    }
}
