using System.Text.Json.Serialization;

namespace Countersign.Audit;

/// <summary>Of a row, when it was written.</summary>
internal sealed record AgedRow
{
    public required DateTimeOffset At { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AgedRow))]
internal sealed partial class RetentionJson : JsonSerializerContext;
