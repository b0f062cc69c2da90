using System.Globalization;
using Countersign.Actions;
using Countersign.Connectors;
using Countersign.Egress;
using Countersign.Gate;
using Countersign.Vault;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Runs;

/// <summary>Input of <see cref="ReadActivity.ReadForRun"/>.</summary>
/// <param name="Tries">Earlier tries of this turn's calls that came to nothing.</param>
public sealed record ReadStep(CallStep Which, int Tries);

/// <summary>A read that the model called, through the same gate as every other; its result is a message of the thread before this returns.</summary>
public sealed class ReadActivity(RunBook book, Reads reads, ToolCatalog catalog, ProposeActivity propose, RunParks parks, TimeProvider time)
{
    private const int MaxTries = 4;

    /// <summary>A person who chats does not wait longer for a read: it is said instead.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    [Function(nameof(ReadForRun))]
    public async Task<CallOutcome> ReadForRun([ActivityTrigger] ReadStep step, CancellationToken ct)
    {
        if (await CallContext.ReadAsync(book, catalog, step.Which, ct) is not { } call || call.Answered || call.Run.IsOver) return new CallOutcome();
        if (call.Arguments() is not { } arguments) return await AnswerAsync(call, CallResult.Of("invalid", "The arguments are not JSON."), "Not valid JSON.", ct);
        var answer = await reads.ReadAsync(
            new NewRead
            {
                Principal = call.Person, Run = call.Run.Id, Agent = call.Run.Agent, AgentVersion = call.Run.AgentVersion, Door = call.Run.Door, Present = true,
                Provenance = call.Message.Sources, Tool = call.Tool!.Declaration.Name.Value, Arguments = arguments, Subject = new Subject.RunGrant(call.Run.Id),
            },
            null, ct);
        return await answer.Match(
            done => AnswerAsync(
                call, CallResult.Of("done", null, done.Outcome.Result, done.Outcome.Sources, done.Outcome.Url), "Read.", ct, done.Outcome.Sources, done.Rule),
            unknown => AnswerAsync(call, CallResult.Of("no_such_tool", $"There is no tool {unknown.Name}."), "No such tool.", ct),
            invalid => AnswerAsync(call, CallResult.Invalid(invalid.Errors), "Invalid arguments.", ct),
            denied => AnswerAsync(call, CallResult.Of("denied", denied.Text), denied.Text, ct),
            // A read that has to be approved goes the way of a write.
            _ => propose.ProposeForRun(step.Which, ct),
            needs => NeedsAsync(call, needs.Remedy, ct),
            failed => AnswerAsync(call, CallResult.Of("failed", failed.Text), failed.Text, ct),
            unavailable => unavailable.After > LongestWait
                ? AnswerAsync(call, CallResult.Of("failed", Away(unavailable.After)), Away(unavailable.After), ct)
                : step.Tries < MaxTries
                    ? Task.FromResult(new CallOutcome(AfterSeconds: PauseOf(step, unavailable.After).TotalSeconds))
                    : AnswerAsync(call, CallResult.Of("failed", "The provider gave no answer. Nothing happened."), "The provider gave no answer.", ct));
    }

    private static TimeSpan PauseOf(ReadStep step, TimeSpan asked)
    {
        var backoff = TimeSpan.FromSeconds(Math.Pow(2, step.Tries));
        return Spread.Above(asked > backoff ? asked : backoff, $"{step.Which.Run} {step.Which.Turn} {step.Tries}");
    }

    private static string Away(TimeSpan asked) => string.Create(
        CultureInfo.InvariantCulture, $"The provider takes nothing more for about {Math.Ceiling(asked.TotalMinutes)} minutes. Nothing was read; ask again then.");

    private async Task<CallOutcome> AnswerAsync(
        CallContext call, System.Text.Json.JsonElement result, string text, CancellationToken ct, IReadOnlyList<string>? sources = null,
        string? rule = null)
    {
        // A conflict says that an overlapping try wrote the answer first.
        await book.AddAsync(call.Person, call.Thread, call.Answer(time, result, text, sources, rule: rule), ct);
        return new CallOutcome();
    }

    private async Task<CallOutcome> NeedsAsync(CallContext call, Remedy remedy, CancellationToken ct)
    {
        await parks.ParkAsync(call.Person, call.Run.Id, remedy, ct);
        return new CallOutcome(Needs: true);
    }
}
