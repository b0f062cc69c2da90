using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Countersign.Connectors;

/// <summary>JSON as such: schemas and results on their way to a model.</summary>
[JsonSerializable(typeof(JsonNode)), JsonSerializable(typeof(JsonObject))]
internal sealed partial class SchemaJson : JsonSerializerContext;
