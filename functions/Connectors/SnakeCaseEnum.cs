using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Connectors;

/// <summary>An argument's enum: by name in snake case, never by number.</summary>
internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
