using System.Security.Cryptography;
using Countersign.Audit;

namespace Countersign.Tests.Unit.Audit;

public sealed class ChainVerifierTests : IDisposable
{
    private const string Ada = "p_00000000000000000000000000000000";
    private readonly CheckpointKey _key = NewKey();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_chain_as_it_was_written_is_verified()
    {
        var chain = Chain(5);
        var report = Verify(chain, _key.Sign(Ada, 5, chain[4].Entry.Hash, DateTimeOffset.UnixEpoch));
        Assert.Equal((ChainState.Verified, 5L, 5L, "covered"), (report.State, report.Entries, report.CoveredTo, report.Tail));
    }

    [Fact]
    public void Without_an_outside_checkpoint_the_tail_is_not_covered_and_that_is_said()
    {
        var report = Verify(Chain(5), null);
        Assert.Equal((ChainState.Verified, 0L), (report.State, report.CoveredTo));
        Assert.StartsWith("tail not covered", report.Tail, StringComparison.Ordinal);
    }

    [Fact]
    public void What_came_after_the_outside_checkpoint_is_not_covered()
    {
        var chain = Chain(5);
        var report = Verify(chain, _key.Sign(Ada, 3, chain[2].Entry.Hash, DateTimeOffset.UnixEpoch));
        Assert.Equal((ChainState.Verified, 3L), (report.State, report.CoveredTo));
        Assert.StartsWith("tail not covered", report.Tail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outcome")]
    [InlineData("at")]
    [InlineData("kind")]
    [InlineData("commitment")]
    [InlineData("hash")]
    public void An_altered_entry_is_found_with_its_place(string field)
    {
        var chain = Chain(5);
        var entry = chain[2].Entry;
        chain[2] = chain[2] with
        {
            Entry = field switch
            {
                "outcome" => entry with { Outcome = "other" },
                "at" => entry with { At = "2020-01-01T00:00:00.000Z" },
                "kind" => entry with { Kind = "run.started" },
                "commitment" => entry with { Commitment = new string('0', 64) },
                _ => entry with { Hash = new string('0', 64) },
            },
        };
        AssertBreak(Verify(chain, null), 3, "altered");
    }

    [Fact]
    public void An_entry_altered_with_its_hash_breaks_the_next_link()
    {
        var chain = Chain(5);
        var altered = chain[2].Entry with { Outcome = "other" };
        chain[2] = chain[2] with { Entry = altered with { Hash = ChainHash.Of(altered) } };
        AssertBreak(Verify(chain, null), 4, "replaced");
    }

    [Fact]
    public void A_removed_entry_is_found_with_its_place()
    {
        var chain = Chain(5);
        chain.RemoveAt(2);
        AssertBreak(Verify(chain, null), 3, "removed");
    }

    [Fact]
    public void Reordered_entries_are_found_with_their_place()
    {
        var chain = Chain(5);
        (chain[1], chain[2]) = (chain[2], chain[1]);
        AssertBreak(Verify(chain, null), 2, "reordered");
    }

    [Fact]
    public void A_chain_cut_off_is_found_by_its_head_and_by_a_checkpoint()
    {
        var chain = Chain(5);
        var last = _key.Sign(Ada, 5, chain[4].Entry.Hash, DateTimeOffset.UnixEpoch);
        chain.RemoveRange(3, 2);
        AssertBreak(Verify(chain, null, head: 5), 4, "truncated");
        AssertBreak(Verify(chain, last), 4, "truncated");
    }

    [Fact]
    public void A_chain_made_anew_does_not_fit_a_signed_checkpoint()
    {
        var checkpoint = _key.Sign(Ada, 4, Chain(5)[3].Entry.Hash, DateTimeOffset.UnixEpoch);
        AssertBreak(Verify(Chain(5), checkpoint), 4, "replaced");
    }

    [Fact]
    public void Another_persons_entries_are_no_part_of_the_chain() =>
        AssertBreak(Verify(Chain(2, "p_11111111111111111111111111111111"), null), 1, "replaced");

    [Fact]
    public void A_checkpoint_that_nobody_trusted_signed_is_a_break()
    {
        using var other = NewKey();
        var chain = Chain(2);
        AssertBreak(Verify(chain, other.Sign(Ada, 2, chain[1].Entry.Hash, DateTimeOffset.UnixEpoch)), 2, "checkpoint");
        AssertBreak(Verify(chain, _key.Sign(Ada, 2, chain[1].Entry.Hash, DateTimeOffset.UnixEpoch) with { Seq = 1 }), 1, "checkpoint");
    }

    [Fact]
    public void An_altered_content_is_named_and_the_chain_itself_holds()
    {
        var chain = Chain(5);
        chain[3] = chain[3] with { Content = chain[3].Content! with { Text = """{"n":40}""" } };
        var report = Verify(chain, null);
        Assert.Equal(ChainState.ContentAltered, report.State);
        var altered = Assert.Single(report.Altered);
        Assert.Equal((4L, "action.proposed", "act_4"), (altered.Seq, altered.Kind, altered.Concerns));
    }

    [Fact]
    public void An_erased_content_shows_as_an_erasure_and_breaks_nothing()
    {
        var chain = Chain(5);
        chain[3] = chain[3] with { Content = null };
        var report = Verify(chain, null);
        Assert.Equal(ChainState.Verified, report.State);
        Assert.Equal([4L], report.Erased);
    }

    [Fact]
    public void The_public_key_survives_its_web_form_and_another_curve_is_refused()
    {
        using var again = CheckpointKey.FromPublic(_key.Public);
        Assert.True(again.Signed(_key.Sign(Ada, 1, "h", DateTimeOffset.UnixEpoch)));
        Assert.Throws<ArgumentException>(() => CheckpointKey.FromPublic(_key.Public with { Kid = "x" }));
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Throws<ArgumentException>(() => CheckpointKey.FromPem(p384.ExportPkcs8PrivateKeyPem()));
    }

    private static CheckpointKey NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return CheckpointKey.FromPem(key.ExportPkcs8PrivateKeyPem());
    }

    private static void AssertBreak(ChainReport report, long seq, string kind)
    {
        Assert.Equal(ChainState.Broken, report.State);
        Assert.Equal((seq, kind), (report.FirstBreak!.Seq, report.FirstBreak.Kind));
    }

    private static List<Place> Chain(int length, string principal = Ada)
    {
        var chain = new List<Place>();
        var previous = ChainHash.Genesis(principal);
        for (var i = 1; i <= length; i++)
        {
            var salt = RandomNumberGenerator.GetBytes(32);
            var content = new AuditContent(Convert.ToBase64String(salt), $$"""{"n":{{i}}}""");
            var entry = new AuditEntry
            {
                Seq = i, At = $"2026-01-01T00:00:0{i}.000Z", Principal = principal, Kind = "action.proposed", Action = $"act_{i}", Outcome = "done",
                Commitment = ChainHash.Commitment(salt, content.Text), Previous = previous, Hash = "",
            };
            entry = entry with { Hash = ChainHash.Of(entry) };
            previous = entry.Hash;
            chain.Add(new Place(entry, content));
        }

        return chain;
    }

    private ChainReport Verify(List<Place> chain, Checkpoint? outside, long? head = null)
    {
        var verifier = new ChainVerifier(Ada, [_key], [], outside);
        foreach (var place in chain) verifier.Add(place.Entry, place.Content);
        return verifier.Finish(head);
    }

    private sealed record Place(AuditEntry Entry, AuditContent? Content);
}
