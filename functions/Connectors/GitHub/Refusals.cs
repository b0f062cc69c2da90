using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Countersign.Connectors.GitHub;

/// <summary>Reads what kind of no an answer is. Bodies are parsed defensively: the error shapes are several, and some are not JSON.</summary>
internal static partial class Refusals
{
    /// <summary>Where GitHub gives no time, its own advice for the secondary limit.</summary>
    private static readonly TimeSpan SecondaryWait = TimeSpan.FromSeconds(60);

    private const int LongestMessage = 200;

    public static GitHubFault Read(HttpResponseMessage response, byte[] body, DateTimeOffset now)
    {
        var (status, message) = ((int)response.StatusCode, Message(body));
        if (Limited(response, message, now) is { } after) return new(FaultKind.Limited, status, message, after);
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => new(FaultKind.TokenRefused, status, message),
            HttpStatusCode.NotFound => new(FaultKind.NotFound, status, message),
            HttpStatusCode.MethodNotAllowed => new(FaultKind.NotAllowed, status, message),
            HttpStatusCode.Conflict => new(FaultKind.Conflict, status, message),
            HttpStatusCode.Forbidden when message.StartsWith("Resource not accessible", StringComparison.Ordinal) =>
                new(FaultKind.Permission, status, message, Accepted: Accepted(response)),
            >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new(FaultKind.Broken, status, message),
            _ => new(FaultKind.Rejected, status, message),
        };
    }

    private static TimeSpan? Limited(HttpResponseMessage response, string message, DateTimeOffset now)
    {
        if (response.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests)) return null;
        if (Seconds(response, "Retry-After") is { } retry) return TimeSpan.FromSeconds(Math.Clamp(retry, 1, 3600));
        if (Seconds(response, "x-ratelimit-remaining") == 0 && Seconds(response, "x-ratelimit-reset") is { } reset)
            return TimeSpan.FromSeconds(Math.Clamp(reset - now.ToUnixTimeSeconds() + 1, 1, 3600));
        return response.StatusCode == HttpStatusCode.TooManyRequests || message.Contains("rate limit", StringComparison.OrdinalIgnoreCase) ? SecondaryWait : null;
    }

    private static long? Seconds(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n
            : null;

    private static string? Accepted(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Accepted-GitHub-Permissions", out var values) && string.Join("; ", values) is var text && Permissions().IsMatch(text)
            ? text
            : null;

    /// <summary>One line of GitHub's own words: the message, then what it says of single fields.</summary>
    private static string Message(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return "";
            var words = new List<string>();
            if (Text(document.RootElement, "message") is { } message) words.Add(message);
            if (document.RootElement.TryGetProperty("errors", out var errors))
                words.AddRange(errors.ValueKind == JsonValueKind.Array ? errors.EnumerateArray().Take(5).Select(Error) : [Error(errors)]);
            return OneLine(string.Join(" · ", words.Where(w => w.Length > 0)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return ""; // no JSON, or half a surrogate pair: JSON by its grammar, and no text
        }
    }

    private static string Error(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.String => error.GetString()!, // a string is never null
        JsonValueKind.Object => Text(error, "message") ?? $"{Text(error, "field")} {Text(error, "code")}".Trim(),
        _ => "",
    };

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string OneLine(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length <= LongestMessage ? line : line[..(char.IsHighSurrogate(line[LongestMessage - 1]) ? LongestMessage - 1 : LongestMessage)] + "…";
    }

    [GeneratedRegex("^[a-z_=,; ]{1,200}$", RegexOptions.CultureInvariant)]
    private static partial Regex Permissions();
}
