using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Audit;
using Countersign.Vault;

namespace Countersign.Actions;

/// <summary>The run row of a direct call follows its one action.</summary>
internal static class DirectRuns
{
    /// <summary>The run of a direct call as it begins.</summary>
    public static RunRow Begin(ActionRow action) => new()
    {
        Id = action.Run, Agent = action.Agent, AgentVersion = action.AgentVersion, Door = action.Door, Action = action.Id, State = RunState.Running,
        StartedAt = action.ProposedAt,
    };

    /// <returns>The run's row as the action leaves it, or null where nothing of it changes.</returns>
    public static RunRow? Follow(RunRow run, ActionRow action, DateTimeOffset now)
    {
        if (run.IsOver) return null;
        var state = action.State switch
        {
            ActionState.Proposed or ActionState.Executing => RunState.Running,
            ActionState.Parked => action.Parked is { Remedy: not null } ? RunState.NeedsYou : RunState.Parked,
            ActionState.Cancelled => RunState.Cancelled,
            ActionState.Done or ActionState.Denied => RunState.Done,
            _ => RunState.Failed,
        };
        var settled = action.State.IsSettled();
        var followed = run with
        {
            State = state,
            ParkedOn = action.Parked is null ? null : action.Approval?.Value ?? action.Parked.On,
            Remedy = action.Parked?.Remedy,
            EndedAt = settled ? now : null,
            Code = settled ? action.Code : null,
            Text = settled ? action.Text : null,
        };
        return followed == run ? null : followed;
    }

    /// <summary>The row of a run with more than one action follows which of them are parked.</summary>
    /// <returns>Null where nothing of it changes.</returns>
    public static RunRow? FollowParked(RunRow run, ActionRow action)
    {
        if (run.IsOver) return null;
        var parked = action.State == ActionState.Parked && action.Parked is not null;
        var others = run.Waits.Where(wait => wait.Action != action.Id).ToList();
        if (!parked && others.Count == run.Waits.Count) return null;
        List<RunWait> waits = parked
            ? [.. others, new RunWait(action.Id, action.Parked!.Remedy is { } needed ? WordOf(needed.Kind) : action.Approval?.Value ?? action.Parked.On, action.Parked.Remedy)]
            : others;
        var first = waits.FirstOrDefault(wait => wait.Remedy is not null) ?? (waits.Count > 0 ? waits[0] : null);
        return run with
        {
            Waits = waits,
            State = first is null ? RunState.Running : first.Remedy is null ? RunState.Parked : RunState.NeedsYou,
            ParkedOn = first?.On,
            Remedy = first?.Remedy,
        };
    }

    public static IEnumerable<AuditEvent> EntriesOf(RunRow before, RunRow after)
    {
        if (before.State == after.State) yield break;
        var kind = after.State switch
        {
            RunState.Parked or RunState.NeedsYou when before.State is RunState.Parked or RunState.NeedsYou => null,
            RunState.Parked or RunState.NeedsYou => "run.parked",
            RunState.Running => "run.resumed",
            RunState.Cancelled => "run.cancelled",
            _ => "run.finished",
        };
        if (kind is not null) yield return new AuditEvent { Kind = kind, Run = after.Id, Action = after.Action, Code = after.Code };
    }

    public static RunEvent EventOf(RunRow run)
    {
        var data = new JsonObject { ["run"] = run.Id.Value, ["state"] = JsonSerializer.SerializeToNode(run.State, RunRowJson.Default.RunState) };
        if (run.ParkedOn is { } on) data["parkedOn"] = on;
        if (run.Remedy is { } remedy) data["remedy"] = NodeOf(remedy);
        if (run.Code is { } code) data["code"] = code;
        if (run.Text is { } text) data["text"] = text;
        return new RunEvent("run.state", run.Id, data);
    }

    /// <summary>The remedy's kind on the wire.</summary>
    public static string WordOf(RemedyKind kind) => JsonSerializer.SerializeToElement(kind, RunRowJson.Default.RemedyKind).GetString()!; // written as a string

    public static JsonNode? NodeOf(Remedy remedy) => JsonSerializer.SerializeToNode(remedy, RunRowJson.Default.Remedy);
}
