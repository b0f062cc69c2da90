using System.Text.Json;
using Countersign.Actions;
using Countersign.Vault;

namespace Countersign.Runs;

/// <summary>Body of <c>POST /api/runs</c>.</summary>
/// <param name="Message">What the person asks, in their words.</param>
public sealed record RunRequest(string Message)
{
    /// <summary>The conversation to go on with; a new one when absent.</summary>
    public ThreadId? Thread { get; init; }
}

/// <summary>A run as its row has it.</summary>
/// <param name="ParkedOn">An approval's id, or a remedy's kind.</param>
/// <param name="Turns">Model turns taken.</param>
public sealed record RunView(
    RunId Id, string Agent, string Door, ThreadId? Thread, ActionId? Action, RunState State, string? ParkedOn, Remedy? Remedy, DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt, int Turns, int Tokens, string? Code, string? Text)
{
    public static RunView Of(RunRow row) => new(
        row.Id, row.Agent, row.Door, row.Thread, row.Action, row.State, row.ParkedOn, row.Remedy, row.StartedAt, row.EndedAt, row.Turn, row.Tokens, row.Code,
        row.Text);
}

/// <param name="Run">The run that is writing to it now.</param>
public sealed record ThreadView(ThreadId Id, string Title, DateTimeOffset StartedAt, DateTimeOffset LastAt, int Messages, RunId? Run)
{
    public static ThreadView Of(ThreadRow row) => new(row.Id, row.Title, row.StartedAt, row.LastAt, row.Messages, row.Run);
}

/// <param name="Id">The model's id of the call.</param>
/// <param name="Name">The tool's name on the model's wire, as the model wrote it.</param>
/// <param name="Arguments">The arguments as the model wrote them; possibly not JSON.</param>
/// <param name="Action">The action that it became; where it is a read or could not be proposed there is none of that id.</param>
public sealed record CallView(string Id, string Name, string Arguments, ActionId Action);

/// <param name="Call">Of a tool's message: the place of its call among the assistant's.</param>
/// <param name="Rule">Of a tool's message that answers a read: the rule that allowed it. An action has its own.</param>
/// <param name="Sources">Sources of outside content that it holds or derives from.</param>
public sealed record MessageView(
    int Number, MessageRole Role, RunId Run, int Turn, DateTimeOffset At, string Text, IReadOnlyList<CallView> Calls, int? Call, JsonElement? Result,
    ActionId? Action, string? Rule, IReadOnlyList<string> Sources)
{
    public static MessageView Of(MessageRow row) => new(
        row.Number, row.Role, row.Run, row.Turn, row.At, row.Text,
        [.. row.Calls.Select((call, i) => new CallView(call.Id, call.Name, call.Arguments, CallActions.IdOf(row.Run, row.Turn, i, row.At)))], row.Call, row.Result, row.Action, row.Rule, row.Sources);
}
