using System.Text.Json;

namespace Countersign.Gate;

/// <summary>Finds what two readers could take for two values.</summary>
internal static class CanonicalJsonCheck
{
    /// <summary>2⁵³−1: beyond it a double no longer tells neighbouring integers apart.</summary>
    private const double LargestInteger = 9007199254740991;

    /// <summary>From here on ECMAScript writes an exponent, so the value no longer looks like an integer.</summary>
    private const double FirstWithExponent = 1e21;

    public static string? Refusal(JsonElement element, string path, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return depth == 0 ? TooDeep(path) : Object(element, path, depth);
            case JsonValueKind.Array:
                return depth == 0 ? TooDeep(path) : Array(element, path, depth);
            case JsonValueKind.String:
                return IsText(element) ? null : $"{path}: the text has a lone surrogate or is not UTF-8.";
            case JsonValueKind.Number:
                return Number(element, path);
            case JsonValueKind.Undefined:
                return $"{path}: there is no value.";
            default:
                return null;
        }
    }

    private static string TooDeep(string path) => $"{path}: nested deeper than {CanonicalJson.MaxDepth} levels.";

    private static string? Object(JsonElement element, string path, int depth)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            string name;
            try
            {
                name = member.Name;
            }
            catch (InvalidOperationException)
            {
                return $"{path}: a name has a lone surrogate or is not UTF-8.";
            }

            if (!IsText(name)) return $"{path}: a name has a lone surrogate.";
            if (!names.Add(name)) return $"{path}: a name occurs twice.";
            if (Refusal(member.Value, $"{path}.{name}", depth - 1) is { } refusal) return refusal;
        }

        return null;
    }

    private static string? Array(JsonElement element, string path, int depth)
    {
        var i = 0;
        foreach (var item in element.EnumerateArray())
        {
            if (Refusal(item, $"{path}[{i++}]", depth - 1) is { } refusal) return refusal;
        }

        return null;
    }

    private static string? Number(JsonElement element, string path)
    {
        if (!element.TryGetDouble(out var value) || !double.IsFinite(value)) return $"{path}: the number is out of range.";
        var size = Math.Abs(value);
        if (size <= LargestInteger) return null;
        var literal = element.GetRawText().AsSpan();
        return size < FirstWithExponent || literal.IndexOfAny('e', 'E', '.') < 0
            ? $"{path}: an integer beyond 9007199254740991; write it as a string."
            : null;
    }

    private static bool IsText(JsonElement element)
    {
        try
        {
            return IsText(element.GetString()!); // a string is never null
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
