using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Identity;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Person))]
internal sealed partial class IdentityJson : JsonSerializerContext;
