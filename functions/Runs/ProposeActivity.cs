using System.Text.Json;
using Countersign.Actions;
using Countersign.Connectors;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Countersign.Runs;

/// <summary>Proposes what the model called; Act carries it out. What cannot be proposed is answered here.</summary>
public sealed class ProposeActivity(RunBook book, ActionBook actions, Proposals proposals, ToolCatalog catalog, IOptions<RunsOptions> options, TimeProvider time)
{
    [Function(nameof(ProposeForRun))]
    public async Task<CallOutcome> ProposeForRun([ActivityTrigger] CallStep step, CancellationToken ct)
    {
        if (await CallContext.ReadAsync(book, catalog, step, ct) is not { } call || call.Answered || call.Run.IsOver) return new CallOutcome();
        if (call.Index >= options.Value.MaxCalls)
            return await AnswerAsync(call, CallResult.Of("not_made", $"At most {options.Value.MaxCalls} calls are made in one turn. It did not happen."), "Not made: too many calls at once.", ct);
        if (call.Tool is null)
        {
            // The proposal is recorded as denied all the same: a model that calls what there is not is worth seeing.
            await proposals.ProposeAsync(ProposalOf(call, call.Call.Name, JsonElement.Parse("{}")), ct);
            return await AnswerAsync(call, CallResult.Of("no_such_tool", "There is no such tool."), "No such tool.", ct);
        }

        if (call.Arguments() is not { } arguments) return await AnswerAsync(call, CallResult.Of("invalid", "The arguments are not JSON."), "Not valid JSON.", ct);
        var proposal = await proposals.ProposeAsync(ProposalOf(call, call.Tool.Declaration.Name.Value, arguments), ct);
        return await proposal.Match(
            proposed => ProposedAsync(call, proposed.Action, ct),
            unknown => AnswerAsync(call, CallResult.Of("no_such_tool", $"There is no tool {unknown.Name}."), "No such tool.", ct),
            invalid => AnswerAsync(call, CallResult.Invalid(invalid.Errors), "Invalid arguments.", ct),
            denied => AnswerAsync(call, CallResult.Of("denied", denied.Reason), denied.Reason, ct));
    }

    private static NewProposal ProposalOf(CallContext call, string tool, JsonElement arguments) => new()
    {
        Id = CallActions.IdOf(call.Run.Id, call.Run.Turn, call.Index, call.Message.At), Principal = call.Person, Run = call.Run.Id, Agent = call.Run.Agent,
        AgentVersion = call.Run.AgentVersion, Door = call.Run.Door, Present = true, Provenance = call.Message.Sources, Tool = tool, Arguments = arguments,
    };

    /// <summary>What is settled is never started again: an earlier generation carried it out and died before its answer.</summary>
    private async Task<CallOutcome> ProposedAsync(CallContext call, ActionId id, CancellationToken ct)
    {
        var row = (await actions.ReadAsync(call.Person, id, ct))?.Value ?? throw new InvalidOperationException($"There is no action {id}.");
        return row.State.IsSettled()
            ? await AnswerAsync(call, CallResult.Of(row), AnswerActivity.TextOf(row), ct, row)
            : new CallOutcome(Action: id.Value);
    }

    private async Task<CallOutcome> AnswerAsync(CallContext call, JsonElement result, string text, CancellationToken ct, ActionRow? row = null)
    {
        await book.AddAsync(call.Person, call.Thread, call.Answer(time, result, text, row?.Sources, row?.Id), ct);
        return new CallOutcome();
    }
}
