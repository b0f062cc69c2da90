using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Vault;

/// <summary>Rows, strictly.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GrantRow))]
[JsonSerializable(typeof(GrantRef))]
internal sealed partial class VaultJson : JsonSerializerContext;

/// <summary>What the tenant sends: only the members that are used.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ConnectedAccountPage))]
internal sealed partial class TenantJson : JsonSerializerContext;
