using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Gate;

/// <summary>What a person approves: SHA-256 in 64 lower-case hex digits. Taken over <c>countersign.action.v1</c>, a line feed and the canonical JSON.</summary>
[JsonConverter(typeof(Json))]
public readonly record struct Digest
{
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");
    private readonly string? _value;

    private Digest(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A digest was read before it was set.");

    public static Digest Of(ReadOnlySpan<byte> sha256) => new(Convert.ToHexStringLower(sha256));

    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
    {
        digest = default;
        if (text is not { Length: 64 } || text.AsSpan().ContainsAnyExcept(Hex)) return false;
        digest = new Digest(text);
        return true;
    }

    public static Digest Parse(string text) => TryParse(text, out var digest) ? digest : throw new FormatException("A digest is 64 lower-case hex digits.");

    public override string ToString() => _value ?? "";

    internal sealed class Json : JsonConverter<Digest>
    {
        public override Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var digest) ? digest : throw new JsonException("Expected a digest.");

        public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
