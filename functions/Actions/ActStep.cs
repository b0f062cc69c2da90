using System.Text.Json.Serialization;

namespace Countersign.Actions;

/// <summary>What an activity of Act leaves to be done: an order, never content.</summary>
/// <param name="Next">What comes next.</param>
/// <param name="At">Not before this instant; with <see cref="ActNext.Wait"/> not later than it. Null for at once, or for as long as it takes.</param>
/// <param name="Approval">With <see cref="ActNext.Ask"/>: whose turn it is to be asked for.</param>
public sealed record ActStep(ActNext Next, DateTimeOffset? At = null, string? Approval = null);

[JsonConverter(typeof(JsonStringEnumConverter<ActNext>))]
public enum ActNext
{
    /// <summary>The row is settled.</summary>
    Over,
    Resolve,
    Decide,
    Ask,
    Execute,

    /// <summary>Until woken, then read the row.</summary>
    Wait,
}
