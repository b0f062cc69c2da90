using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Countersign.Http;

/// <summary>Reads request bodies strictly: unknown and duplicate members, missing values, nulls where none belongs and wrong types are problems that name
/// the place.</summary>
public static partial class Body
{
    /// <summary>Bytes of a request body: twice the largest text a tool takes, with room for its escapes.</summary>
    public const int Most = 256 * 1024;

    /// <exception cref="ProblemException">400, 413 or 415.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken ct) =>
        Parse(await ReadBytesAsync(request, ct), type);

    /// <summary>The body's bytes, for whoever also hashes them.</summary>
    /// <exception cref="ProblemException">413 or 415.</exception>
    public static async Task<byte[]> ReadBytesAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasJsonContentType()) throw new ProblemException(Problems.NotJson());
        if (request.ContentLength > Most) throw new ProblemException(Problems.BodyTooLarge(Most));
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (bytes.Length + read > Most) throw new ProblemException(Problems.BodyTooLarge(Most));
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }

    /// <exception cref="ProblemException">400.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type)
    {
        var options = type.Options;
        if (options.UnmappedMemberHandling != JsonUnmappedMemberHandling.Disallow || options.AllowDuplicateProperties || !options.RespectNullableAnnotations)
            throw new InvalidOperationException($"{typeof(T).Name} is read at a door by a context that is not strict.");
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw new ProblemException(Problems.BadBody("$", "Send a JSON object, not null."));
        }
        catch (JsonException e)
        {
            throw new ProblemException(Problems.BadBody(e.Path ?? "$", Explain(e)));
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate in a string.
            throw new ProblemException(Problems.BadBody("$", "A string in it is not valid Unicode."));
        }
    }

    /// <summary>The serializer's own text names our types, so only the members' names are taken from it.</summary>
    private static string Explain(JsonException e)
    {
        var at = e.Path is null or "$" ? "" : $" at {e.Path}";
        if (e.InnerException is null or JsonException && Missing().Match(e.Message) is { Success: true } missing) return $"Missing{at}: {missing.Groups[1].Value}.";
        if (e.Message.Contains("could not be mapped to any", StringComparison.Ordinal)) return $"An unknown member{at}. Leave it out.";
        if (e.Message.Contains("uplicate", StringComparison.Ordinal)) return $"A member that is there twice{at}.";
        if (e.Message.Contains("doesn't allow setting it to null", StringComparison.Ordinal) || e.Message.Contains("null", StringComparison.Ordinal)) return $"A null where none belongs{at}.";
        return e.InnerException is null && e.Message.Contains("could not be converted", StringComparison.Ordinal)
            ? $"A value of the wrong type or form{at}."
            : $"Not valid JSON, or a value of the wrong type or form{at}.";
    }

    [GeneratedRegex("was missing required properties including: ([^.]*)")]
    private static partial Regex Missing();
}
