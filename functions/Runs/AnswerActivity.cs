using Countersign.Actions;
using Countersign.Connectors;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Runs;

/// <summary>Answers a call with what came of its action.</summary>
public sealed class AnswerActivity(RunBook book, ActionBook actions, ToolCatalog catalog, TimeProvider time)
{
    [Function(nameof(AnswerForRun))]
    public async Task AnswerForRun([ActivityTrigger] AnswerStep step, CancellationToken ct)
    {
        var which = new CallStep(step.Principal, step.Run, step.Turn, step.Call);
        if (await CallContext.ReadAsync(book, catalog, which, ct) is not { } call || call.Answered) return;
        var row = (await actions.ReadAsync(call.Person, ActionId.Parse(step.Action), ct))?.Value ?? throw new InvalidOperationException($"There is no action {step.Action}.");
        await book.AddAsync(call.Person, call.Thread, call.Answer(time, CallResult.Of(row), TextOf(row), row.Sources, row.Id), ct);
    }

    /// <summary>One line for people.</summary>
    internal static string TextOf(ActionRow row) => row.Text ?? (row.State == ActionState.Done ? "Done." : $"It ended as {row.State.Word()}.");
}
