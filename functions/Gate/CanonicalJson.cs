using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Countersign.Gate;

/// <summary>
/// The JSON Canonicalization Scheme (RFC 8785): one sequence of bytes for one value. Members by UTF-16 code units of their names, numbers and strings as
/// ECMAScript writes them, no white space, UTF-8.
/// </summary>
/// <remarks>
/// Narrower than the RFC where a value could be read in two ways: a duplicate name, a lone surrogate, an integer beyond 2⁵³−1 and nesting beyond
/// <see cref="MaxDepth"/> are refused, so what is written can always be parsed again and written the same.
/// </remarks>
public static class CanonicalJson
{
    /// <summary>Levels of arrays and objects.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>Parses strictly: no comments, no trailing commas, nothing that <see cref="Refusal"/> names.</summary>
    /// <exception cref="CanonicalJsonException">Not JSON, or JSON that is refused; the text names the place, never the content.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> utf8)
    {
        JsonElement element;
        try
        {
            using var document = JsonDocument.Parse(utf8, Options);
            element = document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new CanonicalJsonException($"Not JSON: line {(e.LineNumber ?? 0) + 1}, byte {e.BytePositionInLine ?? 0}.");
        }

        return Refusal(element) is { } refusal ? throw new CanonicalJsonException(refusal) : element;
    }

    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte})"/>
    public static JsonElement Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>Why the value has no canonical form, with the JSON path of the place; null when it has one.</summary>
    public static string? Refusal(JsonElement element) => CanonicalJsonCheck.Refusal(element, "$", MaxDepth);

    /// <returns>The canonical bytes.</returns>
    /// <exception cref="CanonicalJsonException">The value is one that <see cref="Refusal"/> names.</exception>
    public static byte[] Write(JsonElement element)
    {
        if (Refusal(element) is { } refusal) throw new CanonicalJsonException(refusal);
        var bytes = new ArrayBufferWriter<byte>(256);
        Write(bytes, element);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> bytes, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(bytes, element);
                break;
            case JsonValueKind.Array:
                WriteArray(bytes, element);
                break;
            case JsonValueKind.String:
                CanonicalString.Write(bytes, element.GetString()!); // a string is never null
                break;
            case JsonValueKind.Number:
                bytes.Write(Encoding.ASCII.GetBytes(EcmaScriptNumber.Format(element.GetDouble())));
                break;
            case JsonValueKind.True:
                bytes.Write("true"u8);
                break;
            case JsonValueKind.False:
                bytes.Write("false"u8);
                break;
            default:
                bytes.Write("null"u8);
                break;
        }
    }

    private static void WriteObject(ArrayBufferWriter<byte> bytes, JsonElement element)
    {
        var members = element.EnumerateObject().ToArray();
        Array.Sort(members, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        bytes.Write("{"u8);
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0) bytes.Write(","u8);
            CanonicalString.Write(bytes, members[i].Name);
            bytes.Write(":"u8);
            Write(bytes, members[i].Value);
        }

        bytes.Write("}"u8);
    }

    private static void WriteArray(ArrayBufferWriter<byte> bytes, JsonElement element)
    {
        bytes.Write("["u8);
        var first = true;
        foreach (var item in element.EnumerateArray())
        {
            if (!first) bytes.Write(","u8);
            first = false;
            Write(bytes, item);
        }

        bytes.Write("]"u8);
    }
}
