using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Audit;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(AuditContent))]
[JsonSerializable(typeof(ChainHead))]
[JsonSerializable(typeof(NumberedEvent))]
internal sealed partial class AuditJson : JsonSerializerContext;
