using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Policies;

/// <summary>Policy documents: a member that is not known here is refused, since a rule that is half understood would decide wrongly.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SnakeCaseEnum<DayOfWeek>)])]
[JsonSerializable(typeof(PolicyDocument))]
internal sealed partial class PoliciesJson : JsonSerializerContext;
