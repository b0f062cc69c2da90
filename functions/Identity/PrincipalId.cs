using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Identity;

/// <summary>
/// The one person a run is for: <c>p_</c> and 32 characters of base 32 over the first 160 bits of SHA-256 of issuer, line feed, subject. It is the
/// name of the person's partition and says nothing of who the person is.
/// </summary>
[JsonConverter(typeof(Json))]
public readonly record struct PrincipalId
{
    private readonly string? _value;

    private PrincipalId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A principal was read before it was set.");

    public static PrincipalId Of(string issuer, string subject) =>
        new("p_" + Base32.Encode(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{subject}")).AsSpan(0, 20)));

    public static bool TryParse([NotNullWhen(true)] string? text, out PrincipalId id)
    {
        id = default;
        if (text is not { Length: 34 } || !text.StartsWith("p_", StringComparison.Ordinal) || !Base32.IsEncoded(text.AsSpan(2))) return false;
        id = new PrincipalId(text);
        return true;
    }

    public static PrincipalId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a principal.");

    public override string ToString() => _value ?? "";

    internal sealed class Json : JsonConverter<PrincipalId>
    {
        public override PrincipalId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Expected a principal.");

        public override void Write(Utf8JsonWriter writer, PrincipalId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
