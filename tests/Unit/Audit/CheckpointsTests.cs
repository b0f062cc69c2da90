using Countersign.Audit;
using Countersign.Identity;
using Countersign.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.Tests.Unit.Audit;

public sealed class CheckpointsTests : IDisposable
{
    private static readonly PrincipalId Ada = PrincipalId.Of("https://tenant.example/", "auth0|ada");
    private readonly AuditGround _ground = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _ground.Dispose();

    [Fact]
    public async Task Every_hundredth_entry_is_followed_by_a_signed_checkpoint()
    {
        using var file = OpenFile();
        var trail = Open(file).Trail;
        for (var i = 0; i < 99; i++) await RecordAsync(trail);
        Assert.Null(file.Last(Ada.Value));
        await RecordAsync(trail);
        Assert.Equal(100, file.Last(Ada.Value)!.Seq);
        Assert.True(_ground.Key.Signed(file.Last(Ada.Value)!));
    }

    [Fact]
    public async Task An_entry_is_covered_within_five_minutes_even_after_the_process_that_wrote_it_was_killed()
    {
        using (var first = OpenFile()) await RecordAsync(Open(first).Trail);
        _time.Advance(TimeSpan.FromMinutes(4));
        using var second = OpenFile();
        await Open(second).Checkpoints.SweepAsync(default);
        Assert.Equal(1, second.Last(Ada.Value)!.Seq);
    }

    [Fact]
    public async Task Checkpoints_survive_a_restart_and_a_line_that_was_cut_off()
    {
        var path = _ground.CheckpointFile;
        using (var first = OpenFile())
        {
            var (trail, checkpoints) = Open(first);
            await RecordAsync(trail);
            await checkpoints.SignAsync(Ada, default);
        }

        await File.AppendAllTextAsync(path, """{"principal":"p_""");
        using (var second = OpenFile())
        {
            var (trail, checkpoints) = Open(second);
            Assert.Equal(1, second.Last(Ada.Value)!.Seq);
            await RecordAsync(trail);
            await checkpoints.SignAsync(Ada, default);
        }

        using var third = OpenFile();
        Assert.Equal(2, third.Last(Ada.Value)!.Seq);
    }

    [Fact]
    public async Task A_head_that_the_last_checkpoint_contradicts_is_not_signed()
    {
        using var file = OpenFile();
        var (trail, checkpoints) = Open(file);
        for (var i = 0; i < 3; i++) await RecordAsync(trail);
        await checkpoints.SignAsync(Ada, default);
        var early = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new ChainHead(2, "x", 0), AuditJson.Default.ChainHead);
        await _ground.Tables.WriteAsync("people", Ada.Value, [new Change.Upsert("head", early)], default);
        Assert.Equal(3, (await checkpoints.SignAsync(Ada, default))!.Seq);
        Assert.Equal(3, file.Last(Ada.Value)!.Seq);
    }

    private static async Task RecordAsync(Trail trail) =>
        Assert.IsType<CommitResult.Committed>(await trail.CommitAsync(Ada, new PersonBatch().Record(new AuditEvent { Kind = "read.done" }), default));

    private FileCheckpoints OpenFile() => new(_ground.CheckpointFile);

    private (Trail Trail, Checkpoints Checkpoints) Open(FileCheckpoints file)
    {
        var checkpoints = new Checkpoints(new People(_ground.Tables), new DueLists(_ground.Tables), _ground.Key, file, _time, NullLogger<Checkpoints>.Instance);
        return (new Trail(_ground.Tables, _time, new PersonSignals(), checkpoints), checkpoints);
    }
}
