using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Gate;

/// <summary>The stored form of what the digest covers, and of the epoch. The digest itself is taken by <see cref="CanonicalJson"/>, never by this.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProposedAction))]
[JsonSerializable(typeof(EpochRow))]
internal sealed partial class GateJson : JsonSerializerContext;
