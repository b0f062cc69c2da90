using System.Globalization;
using System.Text.Json.Nodes;

namespace Countersign.Sandbox.GitHub.Http;

/// <summary>Pages of a list: 30 an answer, at most 100, and a Link header whose addresses use the numeric repository id.</summary>
internal static class Listing
{
    /// <param name="call">The request, with <c>page</c> and <c>per_page</c>.</param>
    /// <param name="items">The whole list.</param>
    /// <param name="shape">Writes one item.</param>
    /// <param name="path">Path for the Link header.</param>
    /// <param name="wrap">Puts the page and the total into an object, for lists that are counted.</param>
    public static Answer Of<T>(Call call, IReadOnlyCollection<T> items, Func<T, JsonNode> shape, string path, Func<JsonArray, int, JsonNode>? wrap = null)
    {
        var size = Whole(call, "per_page") is { } asked and >= 1 ? Math.Min(asked, 100) : 30;
        var page = Math.Max(1, Whole(call, "page") ?? 1);
        var last = Math.Max(1, (items.Count + size - 1) / size);
        var shown = new JsonArray([.. items.Skip((int)Math.Min((long)(page - 1) * size, int.MaxValue)).Take(size).Select(shape)]);
        var answer = Answer.Ok(wrap is null ? shown : wrap(shown, items.Count));

        var links = new List<string>();
        if (page > 1) links.Add(Link(call, path, Math.Min(page - 1, last), "prev"));
        if (page < last) links.Add(Link(call, path, page + 1, "next"));
        if (page < last) links.Add(Link(call, path, last, "last"));
        if (page > 1) links.Add(Link(call, path, 1, "first"));
        if (links.Count > 0) answer.Headers["Link"] = string.Join(", ", links);
        return answer;
    }

    private static int? Whole(Call call, string name) =>
        int.TryParse(call.Asked(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Link(Call call, string path, int page, string rel)
    {
        var query = call.Query.Where(q => q.Key != "page").Select(q => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(q.Value.ToString())}")
            .Append(string.Create(CultureInfo.InvariantCulture, $"page={page}"));
        return $"<{call.Api}{path}?{string.Join('&', query)}>; rel=\"{rel}\"";
    }
}
