using Countersign.Actions;
using Countersign.Audit;
using Countersign.Http;
using Countersign.Identity;
using Countersign.Telemetry;
using Countersign.Vault;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Countersign.Runs;

/// <summary>Begins a chat turn: thread, message, run and grant are one batch; then the instance is started. Repeatable by the seed.</summary>
public sealed class RunStarts(RunBook book, Grants grants, Starts starts, IOptions<RunsOptions> options, TimeProvider time, ILogger<RunStarts> log)
{
    public const string Door = "chat";

    private const int TitleLength = 80;

    public async Task<Answer> StartAsync(Caller caller, RunRequest request, byte[] seed, DurableTaskClient client, CancellationToken ct)
    {
        var text = request.Message.Trim();
        if (text.Length == 0 || text.Length > options.Value.MaxMessage) return Answer.Of(RunProblems.MessageLength(options.Value.MaxMessage));
        var id = RunId.From(seed);
        var thread = request.Thread ?? ThreadId.From(seed);
        using var span = Traces.Start("door.chat", id.Value);
        var run = (await book.RunAsync(caller.Principal, id, ct))?.Value;
        for (var attempt = 0; run is null; attempt++)
        {
            if (attempt == RunBook.Tries) throw new InvalidOperationException($"Thread {thread} met {RunBook.Tries} conflicts in a row.");
            var kept = await book.ThreadAsync(caller.Principal, thread, ct);
            if (kept is null && request.Thread is not null) return Answer.Of(Problems.NotFound("There is no such thread, or it is not yours."));
            if (kept is { Value.Run: { } busy }) return Answer.Of(RunProblems.ThreadBusy(busy));
            run = await WriteAsync(caller, id, thread, kept, text, ct);
        }

        await RunInstances.StartAsync(client, caller.Principal, id, ct);
        log.RunStarted(id.Value);
        return Answer.Of(202, RunView.Of(run), RunDoorsJson.Default.RunView, $"/api/runs/{id}");
    }

    private async Task<RunRow?> WriteAsync(Caller caller, RunId id, ThreadId thread, Stored<ThreadRow>? kept, string text, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await starts.DueAsync(caller.Principal, id.Value, ct);
        var run = new RunRow
        {
            Id = id, Agent = DefaultAgent.Name, AgentVersion = DefaultAgent.Version, Door = Door, Thread = thread, State = RunState.Running, StartedAt = now,
        };
        var number = kept?.Value.Messages ?? 0;
        var row = kept is null
            ? new ThreadRow { Id = thread, Title = TitleOf(text), StartedAt = now, LastAt = now, Messages = 1, Run = id }
            : kept.Value with { LastAt = now, Messages = number + 1, Run = id };
        var batch = new PersonBatch().Insert(RunRow.KeyOf(id), run, RunRowJson.Default.RunRow);
        if (kept is null) batch.Insert(ThreadRow.KeyOf(thread), row, RunsJson.Default.ThreadRow);
        else batch.Replace(kept.Key, row, RunsJson.Default.ThreadRow, kept.ETag);
        batch.Record(new AuditEvent { Kind = "run.started", Run = id });
        batch.Announce(RunBook.EventOf(run));
        RunBook.With(batch, thread, new MessageRow { Number = number, Role = MessageRole.Person, Run = id, Turn = 0, At = now, Text = text });
        await grants.SealAsync(batch, caller, id, run.Agent, ct);
        return await book.CommitAsync(caller.Principal, batch, ct) is CommitResult.Committed ? run : (await book.RunAsync(caller.Principal, id, ct))?.Value;
    }

    private static string TitleOf(string text)
    {
        var line = text.AsSpan().TrimStart();
        var end = line.IndexOfAny('\r', '\n');
        if (end >= 0) line = line[..end];
        if (line.Length <= TitleLength) return line.ToString();
        var cut = char.IsHighSurrogate(line[TitleLength - 1]) ? TitleLength - 1 : TitleLength;
        return string.Concat(line[..cut], "…");
    }
}
