using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Countersign.Policies;

/// <summary>A tool's name: provider, dot, verb and object in snake case, at most 64 characters: <c>github.merge_pull_request</c>.</summary>
[JsonConverter(typeof(Json))]
public readonly partial record struct ToolName
{
    private readonly string? _value;

    private ToolName(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("A tool name was read before it was set.");

    /// <summary>The same name where dots are not allowed (a model's wire): the first underscore there is this dot.</summary>
    public string OnTheWire => Value.Replace('.', '_');

    public static bool TryParse([NotNullWhen(true)] string? text, out ToolName name)
    {
        name = default;
        if (text is null || text.Length > 64 || !Form().IsMatch(text)) return false;
        name = new ToolName(text);
        return true;
    }

    public static ToolName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException("A tool name is provider.verb_object in lower case.");

    public override string ToString() => _value ?? "";

    [GeneratedRegex("^[a-z][a-z0-9]*\\.[a-z][a-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    internal sealed class Json : JsonConverter<ToolName>
    {
        public override ToolName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var name) ? name : throw new JsonException("Expected a tool name.");

        public override void Write(Utf8JsonWriter writer, ToolName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
