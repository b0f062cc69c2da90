using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Http;

namespace Countersign.Actions;

/// <summary>What this room's doors read and write.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ActionRequest))]
[JsonSerializable(typeof(ActionView))]
[JsonSerializable(typeof(Page<ActionView>))]
[JsonSerializable(typeof(ReadView))]
[JsonSerializable(typeof(ToolList))]
[JsonSerializable(typeof(StopView))]
internal sealed partial class ActionDoorsJson : JsonSerializerContext;
