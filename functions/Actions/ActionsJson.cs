using System.Text.Json.Serialization;

namespace Countersign.Actions;

/// <summary>Rows of actions. Read leniently: a row written by the next release must not stop this one.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ActionRow))]
[JsonSerializable(typeof(SealedAction))]
[JsonSerializable(typeof(WaitRow))]
[JsonSerializable(typeof(InstanceRef))]
internal sealed partial class ActionsJson : JsonSerializerContext;
