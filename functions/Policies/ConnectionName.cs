using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Countersign.Policies;

/// <summary>A connection's name at Auth0 (<c>github</c>, <c>google-oauth2</c>), at most 128 characters; not the provider's display name.</summary>
[JsonConverter(typeof(Json))]
public readonly partial record struct ConnectionName
{
    private readonly string? _value;

    private ConnectionName(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A connection name was read before it was set.");

    public static bool TryParse([NotNullWhen(true)] string? text, out ConnectionName name)
    {
        name = default;
        if (text is null || text.Length > 128 || !Form().IsMatch(text)) return false;
        name = new ConnectionName(text);
        return true;
    }

    public static ConnectionName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException("A connection name is letters, digits and hyphens.");

    public override string ToString() => _value ?? "";

    [GeneratedRegex("^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    internal sealed class Json : JsonConverter<ConnectionName>
    {
        public override ConnectionName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var name) ? name : throw new JsonException("Expected a connection name.");

        public override void Write(Utf8JsonWriter writer, ConnectionName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
