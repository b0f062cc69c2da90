using System.Text.Json.Serialization;

namespace Countersign.Policies;

/// <summary>What a tool can do at worst. Arguments can raise it, nothing lowers it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Risk>))]
public enum Risk
{
    [JsonStringEnumMemberName("read")]
    Read,

    [JsonStringEnumMemberName("write")]
    Write,

    [JsonStringEnumMemberName("destructive")]
    Destructive,
}
