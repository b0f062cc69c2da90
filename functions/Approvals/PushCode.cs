using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Approvals;

/// <summary>
/// The 8 characters by which a person knows that phone and app speak of the same thing, written <c>7KQ2-9XWD</c>. Made anew for every push, so a push
/// whose answer was lost or that was withdrawn is known by a code that is void. Upper-case Crockford base 32: no I, L, O, U.
/// </summary>
[JsonConverter(typeof(Json))]
public readonly record struct PushCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);
    private readonly string? _value;

    private PushCode(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A code was read before it was set.");

    public static PushCode New()
    {
        var letters = RandomNumberGenerator.GetString(Alphabet, 8);
        return new PushCode($"{letters[..4]}-{letters[4..]}");
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out PushCode code)
    {
        code = default;
        if (text is not { Length: 9 } || text[4] != '-') return false;
        if (text.AsSpan(0, 4).ContainsAnyExcept(Letters) || text.AsSpan(5).ContainsAnyExcept(Letters)) return false;
        code = new PushCode(text);
        return true;
    }

    public static PushCode Parse(string text) => TryParse(text, out var code) ? code : throw new FormatException("A code is XXXX-XXXX.");

    public override string ToString() => _value ?? "";

    internal sealed class Json : JsonConverter<PushCode>
    {
        public override PushCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var code) ? code : throw new JsonException("Expected a code.");

        public override void Write(Utf8JsonWriter writer, PushCode value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
