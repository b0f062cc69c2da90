using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Http;

namespace Countersign.Audit;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(AuditContent))]
[JsonSerializable(typeof(ChainHead))]
[JsonSerializable(typeof(NumberedEvent))]
[JsonSerializable(typeof(Checkpoint))]
[JsonSerializable(typeof(PublicKeys))]
[JsonSerializable(typeof(ChainReport))]
[JsonSerializable(typeof(ExportLine))]
[JsonSerializable(typeof(OutsideCheckpoint))]
[JsonSerializable(typeof(Page<AuditView>))]
[JsonSerializable(typeof(string))]
internal sealed partial class AuditJson : JsonSerializerContext;
