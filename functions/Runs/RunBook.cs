using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Actions;
using Countersign.Audit;
using Countersign.Identity;
using Countersign.Storage;

namespace Countersign.Runs;

/// <summary>Runs, threads and messages as they are stored.</summary>
public sealed class RunBook(People people, Trail trail)
{
    /// <summary>Conflicts in a row before it is somebody's defect.</summary>
    internal const int Tries = 24;

    private readonly KnownMessages _known = new();

    /// <summary>In the place of a row that was altered into something that is no run stands one that is ended as soon as it is looked at.</summary>
    public Task<Stored<RunRow>?> RunAsync(PrincipalId person, RunId run, CancellationToken ct) =>
        people.ReadAsync(person, RunRow.KeyOf(run), RunRowJson.Default.RunRow, ct, (key, etag) => AlteredAsync(person, key, etag, ct));

    /// <summary>The person's runs, newest first.</summary>
    public IAsyncEnumerable<Stored<RunRow>> RunsAsync(PrincipalId person, CancellationToken ct) =>
        people.AllAsync(person, KeyRange.Prefix(RunRow.Prefix), RunRowJson.Default.RunRow, ct, (key, etag) => AlteredAsync(person, key, etag, ct));

    /// <summary>A page of the person's runs, newest first.</summary>
    public Task<StoredPage<RunRow>> RunsAsync(PrincipalId person, int limit, string? continuation, CancellationToken ct) =>
        people.QueryAsync(person, KeyRange.Prefix(RunRow.Prefix), limit, continuation, RunRowJson.Default.RunRow, ct, (key, etag) => AlteredAsync(person, key, etag, ct));

    /// <summary>A thread that says it is written to by the run tells that it is not over; of any other nothing is left to say.</summary>
    private async Task<Stored<RunRow>?> AlteredAsync(PrincipalId person, string key, string etag, CancellationToken ct)
    {
        if (!RunId.TryParse(key[RunRow.Prefix.Length..], out var run)) return null;
        var threads = people.AllAsync(person, KeyRange.Prefix(ThreadRow.Prefix), RunsJson.Default.ThreadRow, ct, LeftOut<ThreadRow>.Altered);
        await foreach (var thread in threads)
        {
            if (thread.Value.Run != run) continue;
            return new Stored<RunRow>(key, new RunRow
            {
                Id = run, Agent = DefaultAgent.Name, AgentVersion = DefaultAgent.Version, Door = RunStarts.Door, Thread = thread.Value.Id, State = RunState.Running,
                StartedAt = run.At, IsUnreadable = true,
            }, etag);
        }

        // Whoever ended it meanwhile freed its thread, and wrote it anew.
        return await people.ReadAsync(person, key, RunRowJson.Default.RunRow, ct, LeftOut<RunRow>.Altered);
    }

    public Task<Stored<ThreadRow>?> ThreadAsync(PrincipalId person, ThreadId thread, CancellationToken ct) =>
        people.ReadAsync(person, ThreadRow.KeyOf(thread), RunsJson.Default.ThreadRow, ct);

    public Task<Stored<MessageRow>?> MessageAsync(PrincipalId person, ThreadId thread, int number, CancellationToken ct) =>
        people.ReadAsync(person, MessageRow.KeyOf(thread, number), RunsJson.Default.MessageRow, ct);

    /// <summary>All of a thread, in order. A message never changes, so those that came without a gap are read once.</summary>
    public async Task<IReadOnlyList<MessageRow>> MessagesAsync(PrincipalId person, ThreadId thread, CancellationToken ct)
    {
        var messages = _known.Of(person, thread);
        var (known, all) = (messages.Count, KeyRange.Prefix(MessageRow.Prefix(thread)));
        var rest = known == 0 ? all : all with { From = MessageRow.KeyOf(thread, known) };
        await foreach (var stored in people.AllAsync(person, rest, RunsJson.Default.MessageRow, ct)) messages.Add(stored.Value);
        _known.Keep(person, thread, messages);
        return messages;
    }

    public Task<CommitResult> CommitAsync(PrincipalId person, PersonBatch batch, CancellationToken ct) => trail.CommitAsync(person, batch, ct);

    /// <summary>Writes a message and tells it; the message that stands there already stays.</summary>
    public Task<CommitResult> AddAsync(PrincipalId person, ThreadId thread, MessageRow message, CancellationToken ct) =>
        trail.CommitAsync(person, With(new PersonBatch(), thread, message), ct);

    internal static PersonBatch With(PersonBatch batch, ThreadId thread, MessageRow message) => batch
        .Insert(MessageRow.KeyOf(thread, message.Number), message, RunsJson.Default.MessageRow)
        .Announce(EventOf(thread, message));

    private static RunEvent EventOf(ThreadId thread, MessageRow message)
    {
        var data = (JsonObject)JsonSerializer.SerializeToNode(MessageView.Of(message), RunsJson.Default.MessageView)!; // a record is an object
        data["thread"] = thread.Value;
        return new RunEvent("message", message.Run, data);
    }

    internal static RunEvent EventOf(RunRow run)
    {
        var told = DirectRuns.EventOf(run);
        if (run.Thread is { } thread) ((JsonObject)told.Data)["thread"] = thread.Value;
        return told;
    }
}
