using System.Text.Json.Serialization;

namespace Countersign.Storage.Sealing;

[JsonSerializable(typeof(string))]
internal sealed partial class SealingJson : JsonSerializerContext;
