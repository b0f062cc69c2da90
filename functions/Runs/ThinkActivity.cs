using Countersign.Actions;
using Countersign.Approvals;
using Countersign.Audit;
using Countersign.Connectors;
using Countersign.Egress;
using Countersign.Identity;
using Countersign.Policies;
using Countersign.Runs.Model;
using Countersign.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenAI.Chat;

namespace Countersign.Runs;

/// <summary>
/// One model turn: what the model says is in the thread, with the tools it calls, before this returns. A turn that was taken is not taken again: an
/// activity that runs twice reads what the first one wrote.
/// </summary>
public sealed class ThinkActivity(
    RunBook book, RunEnds ends, RunParks parks, People people, AgentModel model, ToolCatalog catalog, IPolicy policy, IOptions<RunsOptions> options, TimeProvider time,
    ILogger<ThinkActivity> log)
{
    /// <summary>Below the host's limit for a function, past which the whole process is restarted.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    /// <summary>A model that wants to be left alone for longer is said to be away: a person who chats does not wait so long.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>Tries of one turn before the run fails.</summary>
    private const int MaxTries = 5;

    [Function(nameof(Think))]
    public async Task<Thought> Think([ActivityTrigger] RunStep step, CancellationToken ct)
    {
        var person = PrincipalId.Parse(step.Principal);
        using var span = Traces.Start("run.think", step.Run);
        if (await book.RunAsync(person, RunId.Parse(step.Run), ct) is not { } run || run.Value.IsOver || run.Value.Thread is not { } thread) return Over;
        if (run.Value.IsUnreadable)
        {
            await FailAsync(person, run.Value.Id, RunTexts.Altered.Item1, RunTexts.Altered.Item2, ct);
            return Over;
        }

        if (time.GetUtcNow() - run.Value.StartedAt >= options.Value.MaxAge)
        {
            // Also for a turn that was taken: a run that waits for somebody ends here.
            var (old, said) = RunTexts.Age(options.Value.MaxAge);
            await FailAsync(person, run.Value.Id, old, said, ct);
            return Over;
        }

        if (run.Value.Turn >= step.Turn)
        {
            await parks.ResumeAsync(person, run.Value.Id, ct);
            return await TakenAsync(person, thread, run.Value, ct);
        }

        if (await LimitAsync(person, run.Value, step, ct) is var (code, text))
        {
            await FailAsync(person, run.Value.Id, code, text, ct);
            return Over;
        }

        using var limit = new CancellationTokenSource(Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            return await AskAsync(person, thread, run, step, both.Token);
        }
        catch (StaleAttemptException)
        {
            return new Thought(ThoughtNext.Again, [], 0.1);
        }
    }

    private static Thought Over { get; } = new(ThoughtNext.Over, []);

    private async Task<Thought> AskAsync(PrincipalId person, ThreadId thread, Stored<RunRow> before, RunStep step, CancellationToken ct)
    {
        var messages = await book.MessagesAsync(person, thread, ct);
        var sources = Conversation.Sources(messages);
        var attempt = before.Value with { Attempt = before.Value.Attempt + 1, State = RunState.Running, ParkedOn = null, Remedy = null };
        var batch = new PersonBatch().Replace(before.Key, attempt, RunRowJson.Default.RunRow, before.ETag);
        if (await book.CommitAsync(person, batch, ct) is not CommitResult.Committed begun) throw new StaleAttemptException();

        var stream = new TextStream(book, person, new Stored<RunRow>(before.Key, attempt, begun.ETags[before.Key]), options.Value.LinkHosts, time);
        var started = time.GetTimestamp();
        var turn = await model.AskAsync(Conversation.ForModel(messages, options.Value.MaxContext), await ToolsAsync(person, attempt, sources, ct), stream.AddAsync, ct);
        Measures.Think.Record(time.GetElapsedTime(started).TotalSeconds);
        switch (turn)
        {
            case ModelTurn.Again again when again.After > LongestWait:
                await FailAsync(person, attempt.Id, RunTexts.ModelAway.Item1, RunTexts.ModelAway.Item2, ct);
                return Over;
            case ModelTurn.Again again:
                log.ThinkAgain(step.Run, step.Turn, again.Code);
                var wait = Spread.Above(TimeSpan.FromSeconds(Math.Max(again.After.TotalSeconds, Math.Pow(2, step.Tries))), $"{step.Run} {step.Turn} {step.Tries}");
                return new Thought(ThoughtNext.Again, [], wait.TotalSeconds);
            case ModelTurn.Failed failed:
                await FailAsync(person, attempt.Id, $"model_{failed.Code}", RunTexts.ModelFailed(failed.Code), ct);
                return Over;
            default:
                return await KeepAsync(person, thread, stream.Run, (ModelTurn.Said)turn, sources, ct);
        }
    }

    private async Task<Thought> KeepAsync(
        PrincipalId person, ThreadId thread, Stored<RunRow> run, ModelTurn.Said said, IReadOnlyList<string> sources, CancellationToken ct)
    {
        MessageRow MessageOf(RunRow row, ThreadRow kept) => new()
        {
            Number = kept.Messages, Role = MessageRole.Assistant, Run = row.Id, Turn = row.Turn + 1, At = time.GetUtcNow(),
            Text = AnswerText.Clean(said.Text, options.Value.LinkHosts),
            Calls = [.. said.Calls.Select(call => new MessageCall(call.Id, call.Name, call.Arguments))],
            Sources = sources,
        };

        if (said.Calls.Count == 0)
        {
            await ends.EndAsync(person, run.Value.Id, RunState.Done, null, null, MessageOf, ct, tokens: said.Tokens);
            return Over;
        }

        var kept = await book.ThreadAsync(person, thread, ct) ?? throw new InvalidOperationException($"There is no thread {thread}.");
        var message = MessageOf(run.Value, kept.Value);
        var batch = RunBook.With(new PersonBatch(), thread, message)
            .Replace(kept.Key, kept.Value with { Messages = message.Number + 1 + message.Calls.Count, LastAt = message.At }, RunsJson.Default.ThreadRow, kept.ETag)
            .Replace(
                run.Key, run.Value with { Turn = message.Turn, Message = message.Number, Attempt = 0, Tokens = run.Value.Tokens + said.Tokens },
                RunRowJson.Default.RunRow, run.ETag);
        if (await book.CommitAsync(person, batch, ct) is not CommitResult.Committed) throw new StaleAttemptException();
        return new Thought(ThoughtNext.Calls, [.. message.Calls.Select(KindOf)]);
    }

    private async Task<Thought> TakenAsync(PrincipalId person, ThreadId thread, RunRow run, CancellationToken ct)
    {
        var message = (await book.MessageAsync(person, thread, run.Message, ct))?.Value ?? throw new InvalidOperationException($"Run {run.Id} lacks its message.");
        var calls = new List<ThoughtCall>();
        for (var i = 0; i < message.Calls.Count; i++)
        {
            var answered = await book.MessageAsync(person, thread, message.Number + 1 + i, ct) is not null;
            calls.Add(answered ? ThoughtCall.Answered : KindOf(message.Calls[i], i));
        }

        return new Thought(ThoughtNext.Calls, calls);
    }

    // What is no tool, or beyond the limit, is answered by the activity that would propose it.
    private ThoughtCall KindOf(MessageCall call, int index) =>
        index < options.Value.MaxCalls && catalog.FindOnTheWire(call.Name)?.Declaration.Risk == Risk.Read ? ThoughtCall.Read : ThoughtCall.Write;

    private async Task<IReadOnlyList<ChatTool>> ToolsAsync(PrincipalId person, RunRow run, IReadOnlyList<string> sources, CancellationToken ct)
    {
        var set = await policy.CurrentAsync(person, ct);
        return
        [
            .. catalog.All
                .Where(tool => set.FlatlyDenied(tool.Declaration, new ActionFacts
                {
                    Principal = person, Tool = tool.Declaration.Name, Risk = tool.Declaration.Risk, Agent = run.Agent, Connection = tool.Declaration.Connection,
                    Door = run.Door, Present = true, Provenance = sources, Now = time.GetUtcNow(),
                }) is null)
                .Select(tool => Conversation.Tool(tool.Declaration.Name, tool.Declaration.Description, tool.Schema, tool.StrictSchema)),
        ];
    }

    private async Task<(string Code, string Text)?> LimitAsync(PrincipalId person, RunRow run, RunStep step, CancellationToken ct)
    {
        if (await people.ReadAsync(person, RunFatigue.KeyOf(run.Id), ApprovalsJson.Default.RunFatigue, ct) is { Value.Over: true }) return RunTexts.Refused;
        if (step.Turn > options.Value.MaxTurns) return RunTexts.Turns(options.Value.MaxTurns);
        if (run.Tokens >= options.Value.MaxTokens) return RunTexts.Tokens(options.Value.MaxTokens);
        return step.Tries >= MaxTries ? RunTexts.ModelAway : null;
    }

    private Task<RunRow?> FailAsync(PrincipalId person, RunId run, string code, string text, CancellationToken ct) => ends.EndAsync(
        person, run, RunState.Failed, code, text,
        (row, thread) => new MessageRow
        {
            Number = thread.Messages, Role = MessageRole.Assistant, Run = run, Turn = row.Turn + 1, At = time.GetUtcNow(), Text = text,
        },
        ct);
}
