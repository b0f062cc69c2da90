using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Countersign.Http;

/// <summary>Reads a query string strictly: what is not asked for, or is there twice, is a problem.</summary>
public sealed class QueryParameters
{
    public const int DefaultLimit = 50;
    public const int MostLimit = 200;

    private readonly IQueryCollection _query;

    /// <param name="known">The parameters of the route.</param>
    /// <exception cref="ProblemException">400.</exception>
    public QueryParameters(HttpRequest request, params IReadOnlyList<string> known)
    {
        _query = request.Query;
        foreach (var (name, values) in _query)
        {
            if (!known.Contains(name, StringComparer.Ordinal)) throw new ProblemException(Problems.BadParameter(name, "This address does not take it."));
            if (values.Count != 1) throw new ProblemException(Problems.BadParameter(name, "Send it once."));
        }
    }

    /// <summary>Rows of a page: 1 to 200, 50 when absent.</summary>
    public int Limit() => Number("limit", 1, MostLimit) ?? DefaultLimit;

    public string? Cursor() => Text("cursor", 4096);

    /// <returns>Null when absent.</returns>
    public string? Text(string name, int most = 256)
    {
        if (!_query.TryGetValue(name, out var values)) return null;
        var text = values.ToString();
        return text.Length is > 0 && text.Length <= most ? text : throw new ProblemException(Problems.BadParameter(name, $"1 to {most} characters."));
    }

    public int? Number(string name, int from, int to)
    {
        if (Text(name) is not { } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to
            ? number
            : throw new ProblemException(Problems.BadParameter(name, $"A whole number from {from} to {to}."));
    }

    public DateTimeOffset? Instant(string name)
    {
        if (Text(name) is not { } text) return null;
        return DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw new ProblemException(Problems.BadParameter(name, "An instant in UTC, such as 2026-01-31T12:00:00Z."));
    }
}
