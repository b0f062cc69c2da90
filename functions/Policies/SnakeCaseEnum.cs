using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Policies;

/// <summary>A word that somebody outside wrote: by name in snake case, never by number.</summary>
internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
