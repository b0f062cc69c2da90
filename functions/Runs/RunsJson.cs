using System.Text.Json.Serialization;

namespace Countersign.Runs;

/// <summary>Rows of this room. Names are a stored format.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ThreadRow))]
[JsonSerializable(typeof(MessageRow))]
[JsonSerializable(typeof(MessageView))]
internal sealed partial class RunsJson : JsonSerializerContext;
