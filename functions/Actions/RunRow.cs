using System.Text.Json.Serialization;
using Countersign.Vault;

namespace Countersign.Actions;

/// <summary>
/// One durable execution, at <c>run~{id}</c> in the person's partition. What the API says of a run comes from here. A direct call is a run too, of the
/// agent <c>direct</c>, with one action and no thread.
/// </summary>
public sealed record RunRow
{
    public required RunId Id { get; init; }

    /// <summary>The agent's name: <c>assistant</c>, or <c>direct</c>.</summary>
    public required string Agent { get; init; }

    public required string AgentVersion { get; init; }

    /// <summary>The front door it came through: <c>chat</c> or <c>api</c>.</summary>
    public required string Door { get; init; }

    /// <summary>Null for a direct call.</summary>
    public ThreadId? Thread { get; init; }

    /// <summary>The one action of a direct call.</summary>
    public ActionId? Action { get; init; }

    public required RunState State { get; init; }

    /// <summary>What it is parked on: an approval's id, or the remedy's kind.</summary>
    public string? ParkedOn { get; init; }

    public Remedy? Remedy { get; init; }

    /// <summary>Its actions that are parked now; what the run is parked on follows from them.</summary>
    public IReadOnlyList<RunWait> Waits { get; init; } = [];

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Model turns taken.</summary>
    public int Turn { get; init; }

    /// <summary>The number of the assistant's message of that turn in the thread.</summary>
    public int Message { get; init; }

    /// <summary>Tries of the current turn; a stale try's text is refused.</summary>
    public int Attempt { get; init; }

    /// <summary>Tokens the model counted so far.</summary>
    public int Tokens { get; init; }

    /// <summary>Denials and expiries so far; the second ends the run.</summary>
    public int Refusals { get; init; }

    /// <summary>Why it failed or ended early: a stable code.</summary>
    public string? Code { get; init; }

    /// <summary>The same for people: what happened and what to do.</summary>
    public string? Text { get; init; }

    /// <summary>What is stored cannot be read; this much is known of it.</summary>
    [JsonIgnore]
    public bool IsUnreadable { get; init; }

    [JsonIgnore]
    public bool IsOver => State is RunState.Done or RunState.Failed or RunState.Cancelled;

    public const string Prefix = "run~";

    public static string KeyOf(RunId run) => $"{Prefix}{run}";
}

/// <summary>An action of the run that is parked.</summary>
/// <param name="On">The approval's id, or the remedy's kind.</param>
public sealed record RunWait(ActionId Action, string On, Remedy? Remedy);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunRow))]
internal sealed partial class RunRowJson : JsonSerializerContext;
