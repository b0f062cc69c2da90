using System.Text.Json.Serialization;

namespace Countersign.Runtime.Hosting;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Dictionary<string, TimerRecord>))]
internal sealed partial class TimersJson : JsonSerializerContext;
