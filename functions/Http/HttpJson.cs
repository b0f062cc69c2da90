using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Http;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IdempotencyRow))]
[JsonSerializable(typeof(Health))]
internal sealed partial class HttpJson : JsonSerializerContext;
