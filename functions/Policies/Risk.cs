using System.Text.Json.Serialization;

namespace Countersign.Policies;

/// <summary>What a tool can do at worst. Arguments can raise it, nothing lowers it.</summary>
[JsonConverter(typeof(SnakeCaseEnum<Risk>))]
public enum Risk
{
    Read,
    Write,
    Destructive,
}
