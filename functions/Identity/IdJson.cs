using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Identity;

/// <summary>An id is a JSON string; one that does not parse is refused as any wrong type is.</summary>
public sealed class IdJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Id<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) => typeToConvert switch
    {
        _ when typeToConvert == typeof(Id<ActionIds>) => new Of<ActionIds>(),
        _ when typeToConvert == typeof(Id<ApprovalIds>) => new Of<ApprovalIds>(),
        _ when typeToConvert == typeof(Id<RunIds>) => new Of<RunIds>(),
        _ when typeToConvert == typeof(Id<ThreadIds>) => new Of<ThreadIds>(),
        _ => throw new NotSupportedException($"{typeToConvert} has no converter: add its kind here."),
    };

    private sealed class Of<TKind> : JsonConverter<Id<TKind>>
        where TKind : IIdKind
    {
        public override Id<TKind> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Id<TKind>.TryParse(reader.GetString(), out var id)
                ? id
                : throw new JsonException($"Expected an id that begins with {TKind.Prefix}.");

        public override void Write(Utf8JsonWriter writer, Id<TKind> value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
