using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Http;

namespace Countersign.Runs;

/// <summary>What this room's doors read and write.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunRequest))]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(Page<RunView>))]
[JsonSerializable(typeof(ThreadView))]
[JsonSerializable(typeof(Page<ThreadView>))]
[JsonSerializable(typeof(Page<MessageView>))]
internal sealed partial class RunDoorsJson : JsonSerializerContext;
