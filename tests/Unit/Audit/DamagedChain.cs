using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Audit;
using Countersign.Identity;
using Countersign.Storage;
using Countersign.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.Tests.Unit.Audit;

/// <summary>One person's chain in a real store, written by the trail, with the last checkpoint outside at an entry of choice; and a hand in the rows.</summary>
internal sealed class DamagedChain
{
    private readonly Dictionary<long, string> _written = [];
    private readonly SqliteTables _tables;
    private readonly CheckpointKey _key;
    private readonly OneCheckpoint _outside = new();

    private DamagedChain(SqliteTables tables, CheckpointKey key, PrincipalId person) => (_tables, _key, Person) = (tables, key, person);

    public PrincipalId Person { get; }

    public long Length { get; private set; }

    /// <summary>The entry of the last checkpoint outside; 0 without one.</summary>
    public long Covered => _outside.Held?.Seq ?? 0;

    public static async Task<DamagedChain> WriteAsync(SqliteTables tables, CheckpointKey key, int length, int covered)
    {
        var chain = new DamagedChain(tables, key, PrincipalId.Of("https://tenant.example/", Guid.NewGuid().ToString()));
        var trail = new Trail(tables, TimeProvider.System, new PersonSignals(), chain.Checkpoints());
        while (chain.Length < length)
        {
            var batch = new PersonBatch();
            for (var i = 0; i < 5 && chain.Length + i < length; i++)
                batch.Record(new AuditEvent { Kind = "action.proposed", Outcome = "done", Content = new JsonObject { ["n"] = chain.Length + i } });
            chain.Length = Assert.IsType<CommitResult.Committed>(await trail.CommitAsync(chain.Person, batch, default)).LastAudit;
        }

        for (var seq = 1L; seq <= length; seq++) chain._written[seq] = await chain.ReadAsync(Key(seq));
        if (covered > 0) chain._outside.Held = key.Sign(chain.Person.Value, covered, chain.Entry(covered).Hash, DateTimeOffset.UnixEpoch);
        return chain;
    }

    public AuditEntry Entry(long seq) => JsonSerializer.Deserialize(_written[seq], AuditJson.Default.AuditEntry)!; // it was written

    public Task AlterAsync(long seq, string member, string to)
    {
        var entry = JsonNode.Parse(_written[seq])!.AsObject(); // as above
        entry[member] = to;
        return PutAsync(Key(seq), entry.ToJsonString());
    }

    public Task ForgeAsync(long seq, AuditEntry entry) =>
        PutAsync(Key(seq), JsonSerializer.Serialize(entry with { Hash = ChainHash.Of(entry) }, AuditJson.Default.AuditEntry));

    public Task PutAsync(string key, string value) => _tables.WriteAsync("people", Person.Value, [new Change.Upsert(key, System.Text.Encoding.UTF8.GetBytes(value))], default);

    public Task PutAsync(string key, byte[] value) => _tables.WriteAsync("people", Person.Value, [new Change.Upsert(key, value)], default);

    public async Task RemoveAsync(string key)
    {
        if (await _tables.ReadAsync("people", Person.Value, key, default) is { } row) await _tables.WriteAsync("people", Person.Value, [new Change.Delete(key, row.ETag)], default);
    }

    public async Task SwapAsync(long one, long other)
    {
        await PutAsync(Key(one), _written[other]);
        await PutAsync(Key(other), _written[one]);
    }

    /// <summary>Ends after an entry, contents, head and all.</summary>
    public async Task TruncateAsync(long after)
    {
        for (var seq = after + 1; seq <= Length; seq++)
        {
            await RemoveAsync(Key(seq));
            await RemoveAsync(Content(seq));
        }

        if (after == 0) await RemoveAsync("head");
        else await PutAsync("head", JsonSerializer.Serialize(new ChainHead(after, Entry(after).Hash, 0), AuditJson.Default.ChainHead));
    }

    /// <summary>All of it once more, each entry another one and every link right.</summary>
    public async Task MakeAnewAsync()
    {
        var previous = ChainHash.Genesis(Person.Value);
        for (var seq = 1L; seq <= Length; seq++)
        {
            var entry = Entry(seq) with { Code = "anew", Previous = previous };
            previous = ChainHash.Of(entry);
            await ForgeAsync(seq, entry);
        }

        await PutAsync("head", JsonSerializer.Serialize(new ChainHead(Length, previous, 0), AuditJson.Default.ChainHead));
    }

    public void AlterCheckpoint(Func<Checkpoint, Checkpoint> with) => _outside.Held = with(_outside.Held!); // where there is one

    public Task<ChainReport> VerifyAsync() => Book(_outside).VerifyAsync(Person, default);

    /// <summary>By what <c>scripts/verify-audit</c> does, on what <c>GET /api/audit/export</c> gives, with the same checkpoint.</summary>
    public async Task<ChainReport> VerifyExportAsync()
    {
        var lines = new List<string>();
        await foreach (var line in Book(new OneCheckpoint { Held = _outside.Held }).ExportAsync(Person, default)) lines.Add(JsonSerializer.Serialize(line, AuditJson.Default.ExportLine));
        return ExportFile.Verify(() => lines, [_key], _outside.Held is { } held ? [held] : []);
    }

    public static string Key(long seq) => Trail.EntryKey(seq);

    public static string Content(long seq) => Trail.ContentKey(seq);

    private async Task<string> ReadAsync(string key) => System.Text.Encoding.UTF8.GetString((await _tables.ReadAsync("people", Person.Value, key, default))!.Value.Span); // it was written

    private Checkpoints Checkpoints() => new(new People(_tables), new DueLists(_tables), _key, new OneCheckpoint(), TimeProvider.System, NullLogger<Checkpoints>.Instance);

    private AuditBook Book(OneCheckpoint outside) => new(
        new AuditReader(_tables), new Checkpoints(new People(_tables), new DueLists(_tables), _key, outside, TimeProvider.System, NullLogger<Checkpoints>.Instance), _key, [], TimeProvider.System);

    private sealed class OneCheckpoint : ICheckpointSink
    {
        public Checkpoint? Held { get; set; }

        public ValueTask AppendAsync(Checkpoint checkpoint, CancellationToken ct) => default;

        public Checkpoint? Last(string principal) => Held?.Principal == principal ? Held : null;
    }
}
