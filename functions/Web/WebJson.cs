using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Web;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebConfig))]
internal sealed partial class WebJson : JsonSerializerContext;
