using Countersign.Audit;

namespace Countersign.Tests.Unit.Audit;

/// <summary>
/// Any damage to a trail is found with the place of the first break, as far as the last checkpoint outside reaches, by the app and on an export; and what
/// no checkpoint covers is said. Where and on how long a chain is drawn by the seed.
/// </summary>
public sealed class DamageTests : IDisposable
{
    private const int Trials = 8;

    private readonly AuditGround _ground = new();

    public void Dispose() => _ground.Dispose();

    [Fact]
    public Task An_altered_entry_breaks_where_it_stands() => TryAsync(1, async (chain, at, random) =>
    {
        string[] members = ["kind", "at", "outcome", "principal", "previous", "hash", "commitment", "code", "rule"];
        await chain.AlterAsync(at, members[random.Next(members.Length)], "p_ffff");
        return at;
    });

    [Fact]
    public Task An_entry_that_is_none_any_more_breaks_where_it_stands() => TryAsync(2, async (chain, at, random) =>
    {
        byte[][] garbage = [[], "{"u8.ToArray(), "null"u8.ToArray(), [0xff, 0xfe, 0x00], "{\"seq\":1,\"at\":\"\\ud800\"}"u8.ToArray(), "[[[[[["u8.ToArray(), "{\"seq\":99999999999999999999}"u8.ToArray()];
        await chain.PutAsync(DamagedChain.Key(at), garbage[random.Next(garbage.Length)]);
        return at;
    });

    [Fact]
    public Task An_entry_altered_with_its_hash_breaks_at_the_next_or_at_the_checkpoint() => TryAsync(3, async (chain, at, _) =>
    {
        await chain.ForgeAsync(at, chain.Entry(at) with { Outcome = "other" });
        return chain.Covered == at ? at : at < chain.Length ? at + 1 : null;
    });

    [Fact]
    public Task A_removed_entry_breaks_where_it_stood() => TryAsync(4, async (chain, at, _) =>
    {
        await chain.RemoveAsync(DamagedChain.Key(at));
        return at;
    });

    [Fact]
    public Task An_inserted_entry_breaks_where_it_stands() => TryAsync(5, async (chain, at, random) =>
    {
        var copied = random.Next(1, (int)chain.Length + 1);
        await chain.PutAsync(DamagedChain.Key(at) + "-", System.Text.Json.JsonSerializer.Serialize(chain.Entry(copied), AuditJson.Default.AuditEntry));
        return at == chain.Length && copied == at ? at + 1 : copied == at + 1 ? at + 2 : at + 1;
    });

    [Fact]
    public Task An_entry_after_the_head_breaks_there() => TryAsync(6, async (chain, _, _) =>
    {
        var last = chain.Entry(chain.Length);
        await chain.ForgeAsync(chain.Length + 1, last with { Seq = chain.Length + 1, Previous = last.Hash, Commitment = null });
        return chain.Length + 1;
    }, inExport: false);

    [Fact]
    public Task A_row_with_a_number_beyond_all_numbers_ends_no_verification() => TryAsync(7, async (chain, _, random) =>
    {
        await chain.PutAsync(random.Next(2) == 0 ? "audit~999999999999" : "audit~zz", "{}");
        return chain.Length + 1;
    });

    [Fact]
    public Task Reordered_entries_break_at_the_first_of_them() => TryAsync(8, async (chain, at, random) =>
    {
        var other = random.Next(1, (int)chain.Length + 1);
        if (other == at) return null;
        await chain.SwapAsync(at, other);
        return Math.Min(at, other);
    });

    [Fact]
    public Task A_chain_cut_off_is_found_as_far_as_the_checkpoint_reaches() => TryAsync(9, async (chain, at, _) =>
    {
        await chain.TruncateAsync(at - 1);
        return chain.Covered >= at ? at : null;
    });

    [Fact]
    public Task A_chain_made_anew_is_found_at_the_checkpoint() => TryAsync(10, async (chain, _, _) =>
    {
        await chain.MakeAnewAsync();
        return chain.Covered > 0 ? chain.Covered : null;
    });

    [Fact]
    public Task A_whole_chain_removed_is_found_from_its_first_entry() => TryAsync(11, async (chain, _, _) =>
    {
        await chain.TruncateAsync(0);
        return chain.Covered > 0 ? 1 : null;
    });

    [Fact]
    public Task A_head_that_was_removed_or_put_back_breaks_after_it() => TryAsync(12, async (chain, at, random) =>
    {
        if (random.Next(2) == 0)
        {
            await chain.RemoveAsync("head");
            return 1;
        }

        await chain.PutAsync("head", System.Text.Json.JsonSerializer.Serialize(new ChainHead(at - 1, "x", 0), AuditJson.Default.ChainHead));
        return at;
    }, inExport: false);

    [Fact]
    public Task An_altered_checkpoint_breaks_where_it_points_unless_the_chain_breaks_before() => TryAsync(13, async (chain, at, random) =>
    {
        if (chain.Covered == 0) return null;
        chain.AlterCheckpoint(held => random.Next(4) switch
        {
            0 => held with { Hash = new string('0', 64) },
            1 => held with { At = "2020-01-01T00:00:00.000Z" },
            2 => held with { Signature = "AAAA" },
            _ => held with { KeyId = "other" },
        });
        if (random.Next(2) == 0) return chain.Covered;
        await chain.AlterAsync(at, "kind", "run.started");
        return Math.Min(at, chain.Covered);
    });

    [Fact]
    public async Task An_altered_content_is_named_and_an_erased_one_is_an_erasure()
    {
        var random = new Random(14);
        for (var trial = 0; trial < Trials; trial++)
        {
            var (chain, altered) = await NewAsync(random);
            byte[][] contents = ["{}"u8.ToArray(), [0xff], "{\"salt\":\"AAAA\",\"text\":\"{}\"}"u8.ToArray(), "{\"salt\":\"!\",\"text\":\"\"}"u8.ToArray(), "{\"salt\":\"\\ud800\",\"text\":\"\"}"u8.ToArray()];
            await chain.PutAsync(DamagedChain.Content(altered), contents[random.Next(contents.Length)]);
            var erased = altered == 1 ? 2 : 1L;
            await chain.RemoveAsync(DamagedChain.Content(erased));

            foreach (var report in new[] { await chain.VerifyAsync(), await chain.VerifyExportAsync() })
            {
                Assert.Equal((ChainState.ContentAltered, altered, erased), (report.State, Assert.Single(report.Altered).Seq, Assert.Single(report.Erased)));
                Assert.Null(report.FirstBreak);
            }
        }
    }

    private async Task<(DamagedChain Chain, long At)> NewAsync(Random random)
    {
        var length = random.Next(2, 12);
        var covered = random.Next(3) switch { 0 => 0, 1 => length, _ => random.Next(1, length + 1) };
        return (await DamagedChain.WriteAsync(_ground.Tables, _ground.Key, length, covered), random.Next(1, length + 1));
    }

    /// <param name="damage">Answers with the place where it must be found; null where nothing can show it.</param>
    /// <param name="inExport">False where what was damaged does not go into an export.</param>
    private async Task TryAsync(int seed, Func<DamagedChain, long, Random, Task<long?>> damage, bool inExport = true)
    {
        var random = new Random(seed);
        for (var trial = 0; trial < Trials; trial++)
        {
            var (chain, at) = await NewAsync(random);
            var covered = chain.Covered;
            Assert.Equal(ChainState.Verified, (await chain.VerifyAsync()).State);
            var place = await damage(chain, at, random);
            var what = $"seed {seed}, trial {trial}: {chain.Length} entries, at {at}, covered to {covered}";

            var report = await chain.VerifyAsync();
            Assert.True(report.FirstBreak?.Seq == place, $"{what}: {report} instead of {place}");
            if (place is null) Assert.True(report.Tail == "covered" ? report.CoveredTo == report.Entries : report.Tail.StartsWith("tail not covered", StringComparison.Ordinal), what);
            if (!inExport) continue;
            var offline = await chain.VerifyExportAsync();
            if (place is not null) Assert.True(offline.FirstBreak?.Seq == place, $"{what}, export: {offline} instead of {place}");
        }
    }
}
