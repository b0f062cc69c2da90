using System.Text.Json.Serialization;

namespace Countersign.Actions;

/// <summary>Where an action stands. The words are a stored format and stand on the wire.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ActionState>))]
public enum ActionState
{
    /// <summary>Written down; being resolved and decided on, or about to execute.</summary>
    [JsonStringEnumMemberName("proposed")]
    Proposed,

    /// <summary>Waiting for an approval, or for something only the person or an operator can do.</summary>
    [JsonStringEnumMemberName("parked")]
    Parked,

    /// <summary>Leased: its call may be on the way, and from here on it can no longer be prevented.</summary>
    [JsonStringEnumMemberName("executing")]
    Executing,

    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>It could not be done. Nothing happened.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Policy or the person said no. Nothing happened.</summary>
    [JsonStringEnumMemberName("denied")]
    Denied,

    /// <summary>What it was resolved to no longer holds. Nothing happened.</summary>
    [JsonStringEnumMemberName("moved")]
    Moved,

    /// <summary>The provider, the tenant or the gate refused it. Nothing happened.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>The time for it passed. Nothing happened.</summary>
    [JsonStringEnumMemberName("lapsed")]
    Lapsed,

    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>It cannot be told whether it happened. It is not tried again.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}
