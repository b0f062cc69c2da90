using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Countersign.Http;

namespace Countersign.Approvals;

/// <summary>Rows and answers of this capability. A null member is written: what is stored is read back strictly, each member stated.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ApprovalRow))]
[JsonSerializable(typeof(SealedApproval))]
[JsonSerializable(typeof(PhonePlaces))]
[JsonSerializable(typeof(RunFatigue))]
[JsonSerializable(typeof(ApprovalRef))]
[JsonSerializable(typeof(ApprovalView))]
[JsonSerializable(typeof(Page<ApprovalView>))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ApprovalsJson : JsonSerializerContext;
