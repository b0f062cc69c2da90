using System.Text.Json.Serialization;
using Countersign.Policies;

namespace Countersign.Approvals;

/// <summary>What a person has turned down in one run, under <c>fatigue~{run}</c>: an agent may not ask until somebody says yes.</summary>
public sealed record RunFatigue
{
    /// <summary>Denials and expiries after which a run is over.</summary>
    public const int Most = 2;

    public required IReadOnlyList<Refusal> Refusals { get; init; }

    /// <summary>Nothing more is asked in this run.</summary>
    [JsonIgnore]
    public bool Over => Refusals.Count >= Most;

    public static string KeyOf(RunId run) => $"fatigue~{run}";

    public bool Includes(ToolName tool, string target) => Refusals.Any(refusal => refusal.Tool == tool && refusal.Target == target);

    public RunFatigue With(ToolName tool, string target) => new() { Refusals = [.. Refusals, new Refusal(tool, target)] };

    public sealed record Refusal(ToolName Tool, string Target);
}
