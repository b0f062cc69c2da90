using System.Text.Json.Nodes;
using Countersign.Audit;
using Countersign.Identity;
using Countersign.Storage;
using Countersign.Storage.Sqlite;
using Countersign.Tests.Unit.Storage;

namespace Countersign.Tests.Unit.Audit;

public sealed class TrailTests : IDisposable
{
    private static readonly PrincipalId Ada = PrincipalId.Of("https://tenant.example/", "auth0|ada");
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteTables _tables;
    private readonly PersonSignals _signals = new();
    private readonly Trail _trail;
    private readonly People _people;

    public TrailTests()
    {
        _tables = new SqliteTables(_folder.Path);
        _trail = Open();
        _people = new People(_tables);
    }

    public void Dispose()
    {
        _tables.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Rows_entries_events_and_head_are_written_in_one_batch()
    {
        var counted = new CountingTables(_tables);
        var trail = new Trail(counted, TimeProvider.System, _signals, new NoWatch());
        var result = await Commit(trail, new PersonBatch()
            .Insert("row", new ChainHead(1, "x", 1), AuditJson.Default.ChainHead)
            .Record(new AuditEvent { Kind = "action.proposed", Content = new JsonObject { ["a"] = 1 } })
            .Record(new AuditEvent { Kind = "action.decided" })
            .Announce(new RunEvent("run.state", null, new JsonObject())));
        Assert.Equal((2, 1, 1), (result.LastAudit, result.LastEvent, counted.Batches));
        Assert.Equal(result.ETags["row"], (await _people.ReadAsync(Ada, "row", AuditJson.Default.ChainHead, default))!.ETag);
        var keys = (await _tables.QueryAsync("people", Ada.Value, new KeyRange("a", "z"), 1000, null, default)).Rows.Select(row => row.Key);
        Assert.Equal(["audit~000000000001", "audit~000000000002", "content~000000000001", "event~000000000001", "head", "row"], keys);
    }

    [Fact]
    public async Task A_conflict_of_a_callers_row_is_named_and_nothing_is_on_record()
    {
        await Commit(_trail, new PersonBatch().Insert("row", new ChainHead(1, "x", 1), AuditJson.Default.ChainHead));
        var result = await _trail.CommitAsync(
            Ada,
            new PersonBatch().Insert("row", new ChainHead(2, "y", 2), AuditJson.Default.ChainHead).Record(new AuditEvent { Kind = "run.started" }),
            default);
        Assert.Equal(new CommitResult.Conflict("row"), result);
        Assert.Null(await _people.ReadAsync(Ada, "head", AuditJson.Default.ChainHead, default));
    }

    [Fact]
    public async Task Many_writers_in_several_processes_make_one_chain_without_gaps()
    {
        Trail[] processes = [Open(), Open(), Open()];
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Commit(
            processes[i % 3],
            new PersonBatch().Record(new AuditEvent { Kind = "read.done" }).Announce(new RunEvent("message", null, new JsonObject { ["i"] = i })))));
        await IsOneChainAsync(Ada, 60);
        var events = await _people.QueryAsync(Ada, KeyRange.Prefix("event~"), 1000, null, AuditJson.Default.NumberedEvent, default);
        Assert.Equal(Enumerable.Range(1, 60).Select(i => (long)i), events.Items.Select(item => item.Value.N));
    }

    /// <summary>More people than there are turns: some wait for each other's.</summary>
    [Fact]
    public async Task Many_writers_for_many_people_make_a_chain_for_each()
    {
        Trail[] processes = [Open(), Open()];
        PrincipalId[] people = [.. Enumerable.Range(0, 100).Select(i => PrincipalId.Of("https://tenant.example/", $"auth0|{i}"))];
        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => Task.Run(() => processes[i / 100 % 2].CommitAsync(
            people[i * 7 % 100],
            new PersonBatch().Record(new AuditEvent { Kind = "action.proposed", Content = new JsonObject { ["i"] = i } }).Record(new AuditEvent { Kind = "action.decided" }), default))));
        foreach (var person in people) await IsOneChainAsync(person, 20);
    }

    [Fact]
    public async Task The_entry_holds_a_commitment_and_the_content_stands_beside_it()
    {
        await Commit(_trail, new PersonBatch().Record(new AuditEvent { Kind = "action.proposed", Content = new JsonObject { ["title"] = "secret plan" } }));
        var entry = await _people.ReadAsync(Ada, "audit~000000000001", AuditJson.Default.AuditEntry, default);
        var content = await _people.ReadAsync(Ada, "content~000000000001", AuditJson.Default.AuditContent, default);
        Assert.True(ChainHash.Holds(entry!.Value.Commitment!, content!.Value));
        Assert.False(ChainHash.Holds(entry.Value.Commitment!, content.Value with { Text = "{}" }));
        Assert.DoesNotContain("secret plan", entry.Value.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_of_the_stream_is_woken_after_the_commit_until_it_leaves()
    {
        var woken = 0;
        using (_signals.Subscribe(Ada, () => woken++))
            await Commit(_trail, new PersonBatch().Announce(new RunEvent("run.state", null, new JsonObject())));
        await Commit(_trail, new PersonBatch().Announce(new RunEvent("run.state", null, new JsonObject())));
        Assert.Equal(1, woken);
    }

    [Fact]
    public async Task An_entry_written_past_the_trail_stops_the_chain()
    {
        await Commit(_trail, new PersonBatch().Record(new AuditEvent { Kind = "run.started" }));
        await _tables.WriteAsync("people", Ada.Value, [new Change.Insert("audit~000000000002", "{}"u8.ToArray())], default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Commit(_trail, new PersonBatch().Record(new AuditEvent { Kind = "run.finished" })));
    }

    private async Task IsOneChainAsync(PrincipalId person, int length)
    {
        var entries = new List<AuditEntry>();
        await foreach (var entry in _people.AllAsync(person, KeyRange.Prefix("audit~"), AuditJson.Default.AuditEntry, default)) entries.Add(entry.Value);
        Assert.Equal(Enumerable.Range(1, length).Select(i => (long)i), entries.Select(entry => entry.Seq));
        Assert.Equal(entries.Select(entry => entry.Hash).SkipLast(1).Prepend(ChainHash.Genesis(person.Value)), entries.Select(entry => entry.Previous));
        Assert.All(entries, entry => Assert.Equal(ChainHash.Of(entry), entry.Hash));
    }

    private static async Task<CommitResult.Committed> Commit(Trail trail, PersonBatch batch) =>
        Assert.IsType<CommitResult.Committed>(await trail.CommitAsync(Ada, batch, default));

    private Trail Open() => new(_tables, TimeProvider.System, _signals, new NoWatch());

    private sealed class NoWatch : ICommitWatch
    {
        public ValueTask BeforeAsync(PrincipalId person, CancellationToken ct) => default;

        public ValueTask AfterAsync(PrincipalId person, long from, long to, CancellationToken ct) => default;
    }

    private sealed class CountingTables(ITables tables) : ITables
    {
        public int Batches { get; private set; }

        public Task<Row?> ReadAsync(string table, string partition, string key, CancellationToken ct) => tables.ReadAsync(table, partition, key, ct);

        public Task<RowPage> QueryAsync(string table, string partition, KeyRange range, int limit, string? continuation, CancellationToken ct) =>
            tables.QueryAsync(table, partition, range, limit, continuation, ct);

        public Task<WriteResult> WriteAsync(string table, string partition, IReadOnlyList<Change> changes, CancellationToken ct)
        {
            Batches++;
            return tables.WriteAsync(table, partition, changes, ct);
        }
    }
}
