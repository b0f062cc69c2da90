using Countersign.Audit;
using Countersign.Connectors;
using Countersign.Gate;
using Countersign.Http;
using Countersign.Identity;
using Countersign.Policies;
using Countersign.Telemetry;
using Microsoft.DurableTask.Client;

namespace Countersign.Actions;

/// <summary>What a direct call comes to, as the door answers it.</summary>
public sealed class DirectCalls(ActionBook book, Proposals proposals, Reads reads, ToolCatalog catalog, IPersonSignals signals, TimeProvider time)
{
    /// <summary>Version of the agent <c>direct</c>, which has no instructions to change.</summary>
    public const string AgentVersion = "1";

    public const string Door = "api";

    /// <summary>How long the door waits for the row to settle before it answers 202.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Another process may write the row: this is how long its signal may be missing.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    public bool IsRead(string tool) => ToolName.TryParse(tool, out var name) && catalog.Find(name)?.Declaration.Risk == Risk.Read;

    /// <returns>The answer, or null where policy wants the read approved: it goes on as a proposal.</returns>
    public async Task<Answer?> ReadAsync(Caller caller, ActionRequest request, CancellationToken ct)
    {
        var run = RunId.New(time);
        using var span = Traces.Start("door.api", run.Value);
        var row = new RunRow
        {
            Id = run, Agent = ActionRow.DirectAgent, AgentVersion = AgentVersion, Door = Door, State = RunState.Running, StartedAt = time.GetUtcNow(),
        };
        var answer = await reads.ReadAsync(
            new NewRead
            {
                Principal = caller.Principal, Run = run, Agent = ActionRow.DirectAgent, AgentVersion = AgentVersion, Door = Door, Present = true,
                Tool = request.Tool, Arguments = request.Arguments, Subject = new Subject.Caller(caller.Token),
            },
            row, ct);
        return answer.Match<Answer?>(
            done => Answer.Of(
                200, new ReadView(run, ToolName.Parse(request.Tool), done.Outcome.Result, done.Outcome.Url, done.Outcome.Sources), ActionDoorsJson.Default.ReadView),
            _ => Answer.Of(ActionProblems.UnknownTool()),
            invalid => Answer.Of(ActionProblems.InvalidArguments(invalid.Errors)),
            denied => Answer.Of(ActionProblems.Denied(denied.Code, denied.Text)),
            _ => null,
            needs => Answer.Of(ActionProblems.NeedsYou(needs.Remedy)),
            failed => Answer.Of(ActionProblems.ReadFailed(failed.Code, failed.Text)),
            unavailable => throw new ProblemException(ActionProblems.ProviderUnavailable(unavailable.After)));
    }

    /// <param name="seed">The same in every try of one request.</param>
    public async Task<Answer> ProposeAsync(Caller caller, ActionRequest request, byte[] seed, DurableTaskClient client, CancellationToken ct)
    {
        var proposal = new NewProposal
        {
            Id = ActionId.From(seed), Principal = caller.Principal, Run = RunId.From(seed), Agent = ActionRow.DirectAgent, AgentVersion = AgentVersion,
            Door = Door, Present = true, Tool = request.Tool, Arguments = request.Arguments,
        };
        using var span = Traces.Start("door.api", proposal.Run.Value, proposal.Id.Value);
        var proposed = await proposals.ProposeDirectAsync(proposal, caller, ct);
        if (proposed is not Proposal.Proposed written)
            return proposed.Match(
                _ => throw new System.Diagnostics.UnreachableException(),
                _ => Answer.Of(ActionProblems.UnknownTool()),
                invalid => Answer.Of(ActionProblems.InvalidArguments(invalid.Errors)),
                denied => Answer.Of(ActionProblems.Denied(GateCodes.PolicyDenied, denied.Reason)));

        await Starts.StartActAsync(client, caller.Principal, written.Action, ct);
        var row = await SettledOrParkedAsync(caller.Principal, written.Action, ct);
        var location = $"/api/actions/{row.Id}";
        if (row.State == ActionState.Denied) return Answer.Of(ActionProblems.Denied(row.Code ?? GateCodes.PolicyDenied, row.Text ?? "It was denied.", row.Id));
        return Answer.Of(row.State.IsSettled() ? 200 : 202, ActionView.Of(row), ActionDoorsJson.Default.ActionView, location);
    }

    /// <summary>A parked action waits for somebody, so the door does not.</summary>
    private async Task<ActionRow> SettledOrParkedAsync(PrincipalId person, ActionId id, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var changed = new Signal();
        using var subscription = signals.Subscribe(person, changed.Raise);
        while (true)
        {
            var next = changed.NextAsync();
            var row = (await book.RequireAsync(person, id, ct)).Value;
            var left = Patience - time.GetElapsedTime(started);
            if (row.State.IsSettled() || row.State == ActionState.Parked || left <= TimeSpan.Zero) return row;
            try
            {
                await next.WaitAsync(left < LookAgain ? left : LookAgain, time, ct);
            }
            catch (TimeoutException)
            {
                // Looked at once more.
            }
        }
    }

    private sealed class Signal
    {
        private TaskCompletionSource _next = Make();

        public Task NextAsync() => Volatile.Read(ref _next).Task;

        public void Raise() => Interlocked.Exchange(ref _next, Make()).TrySetResult();

        private static TaskCompletionSource Make() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
