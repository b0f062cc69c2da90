using Countersign.Audit;
using Countersign.Gate;
using Countersign.Policies;
using Countersign.Storage;
using Countersign.Storage.Sqlite;
using Countersign.Tests.Unit.Policies;

namespace Countersign.Tests.Unit.Gate;

public sealed class ActionGateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gate-");
    private readonly SqliteTables _tables;
    private readonly People _people;
    private readonly Trail _trail;
    private readonly Epochs _epochs;
    private readonly List<IGateFact> _facts = [];

    public ActionGateTests()
    {
        _tables = new SqliteTables(_folder.FullName);
        _people = new People(_tables);
        _trail = new Trail(_tables, TimeProvider.System, new PersonSignals(), new NoWatch());
        _epochs = new Epochs(_people);
    }

    public void Dispose()
    {
        _tables.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task An_allowed_write_opens_once_it_is_committed()
    {
        var open = Assert.IsType<Passage.Open>(await Gate("allow").WriteAsync(Write(), CommitAsync, default));

        Assert.Equal((Purpose.Write, "1001"), (open.Action.Purpose, open.Action.Account));
        Assert.Equal("r", open.Stamp.Rule);
    }

    [Fact]
    public async Task An_action_that_was_altered_in_the_store_is_refused_and_recorded()
    {
        var altered = Write() with { Action = AnAction.Merge() with { Arguments = AnAction.Json("""{"repository":"acme/shop","number":8,"method":"merge"}""") } };

        var closed = Assert.IsType<Passage.Closed>(await Gate("allow").WriteAsync(altered, NeverAsync, default));

        Assert.Equal(GateCodes.DigestMismatch, closed.Refusal.Code);
        Assert.Equal([("gate.refused", GateCodes.DigestMismatch)], await EntriesAsync());
    }

    [Fact]
    public async Task A_tool_that_changed_since_is_refused()
    {
        var other = Write() with { Tool = ADeclaration.Of("github.merge_pull_request", Risk.Write) with { ContractHash = new string('d', 64) } };

        Assert.Equal(GateCodes.DigestMismatch, Assert.IsType<Passage.Closed>(await Gate("allow").WriteAsync(other, NeverAsync, default)).Refusal.Code);
    }

    [Fact]
    public async Task A_denied_action_is_refused_though_it_was_approved()
    {
        _facts.Add(new Approving());

        var closed = await Gate("deny").WriteAsync(Write() with { Approval = ApprovalId.From(new byte[16]) }, NeverAsync, default);

        Assert.Equal(GateCodes.PolicyDenied, Assert.IsType<Passage.Closed>(closed).Refusal.Code);
    }

    [Fact]
    public async Task Without_an_approval_a_stepped_up_action_steps_up() =>
        Assert.IsType<Passage.StepUp>(await Gate("step_up").WriteAsync(Write(), NeverAsync, default));

    [Fact]
    public async Task With_an_approval_that_nobody_vouches_for_the_gate_stays_closed()
    {
        var closed = await Gate("step_up").WriteAsync(Write() with { Approval = ApprovalId.From(new byte[16]) }, NeverAsync, default);

        Assert.Equal(GateCodes.ApprovalMissing, Assert.IsType<Passage.Closed>(closed).Refusal.Code);
    }

    [Fact]
    public async Task With_an_approval_that_is_vouched_for_it_opens()
    {
        _facts.Add(new Approving());

        var open = await Gate("step_up").WriteAsync(Write() with { Approval = ApprovalId.From(new byte[16]) }, CommitAsync, default);

        Assert.NotNull(Assert.IsType<Passage.Open>(open).Action.Approval);
    }

    [Fact]
    public async Task One_fact_that_does_not_hold_closes_it()
    {
        _facts.Add(new Approving());
        _facts.Add(new Refusing());

        Assert.Equal(GateCodes.RunCancelled, Assert.IsType<Passage.Closed>(await Gate("allow").WriteAsync(Write(), NeverAsync, default)).Refusal.Code);
        Assert.Equal(GateCodes.RunCancelled, Assert.IsType<Passage.Closed>(await Gate("allow").ReadAsync(Read(Risk.Read), default)).Refusal.Code);
    }

    [Fact]
    public async Task Nothing_opens_after_the_end_of_the_lease() => Assert.Equal(
        GateCodes.LeaseEnded,
        Assert.IsType<Passage.Closed>(
            await Gate("allow").WriteAsync(Write() with { SendBefore = TimeProvider.System.GetUtcNow() }, NeverAsync, default)).Refusal.Code);

    [Fact]
    public async Task When_the_epoch_moves_before_the_commit_the_gate_looks_again()
    {
        var commits = 0;
        async Task<GateCommit> RaceAsync(GateStamp stamp, CancellationToken ct)
        {
            if (++commits == 1) await RaiseAsync();
            return await CommitAsync(stamp, ct);
        }

        var open = Assert.IsType<Passage.Open>(await Gate("allow").WriteAsync(Write(), RaceAsync, default));

        Assert.Equal((2, 1L), (commits, open.Stamp.Epoch));
    }

    [Fact]
    public async Task An_epoch_that_keeps_moving_closes_it_after_three_more_looks()
    {
        var commits = 0;
        async Task<GateCommit> RaceAsync(GateStamp stamp, CancellationToken ct)
        {
            commits++;
            await RaiseAsync();
            return await CommitAsync(stamp, ct);
        }

        var closed = Assert.IsType<Passage.Closed>(await Gate("allow").WriteAsync(Write(), RaceAsync, default));

        Assert.Equal((4, GateCodes.EpochMoved), (commits, closed.Refusal.Code));
    }

    [Fact]
    public async Task A_declared_read_of_a_write_needs_no_approval_of_it()
    {
        var open = Assert.IsType<Passage.Open>(await Gate("step_up").ReadAsync(Read(Risk.Write), default));

        Assert.Equal(Purpose.Read, open.Action.Purpose);
        Assert.IsType<Passage.StepUp>(await Gate("step_up").ReadAsync(Read(Risk.Read), default));
        Assert.IsType<Passage.Closed>(await Gate("deny").ReadAsync(Read(Risk.Write), default));
    }

    [Fact]
    public void Only_the_gate_makes_authorized_actions()
    {
        var makers = typeof(AuthorizedAction).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(AuthorizedAction))).ToList();

        Assert.Equal(typeof(ActionGate), Assert.Single(makers).DeclaringType);
        Assert.True(makers[0].IsNestedPrivate);
    }

    private ActionGate Gate(string decision) => new(new OneRule(decision), _facts, _epochs, _trail, TimeProvider.System);

    private static WriteRequest Write() => new()
    {
        Action = AnAction.Merge(), Digest = ActionDigest.Of(AnAction.Merge()), Tool = ADeclaration.Of("github.merge_pull_request", Risk.Write),
        Facts = Facts("github.merge_pull_request", Risk.Write), Subject = new Subject.RunGrant(AnAction.Merge().Run), Approval = null,
        SendBefore = TimeProvider.System.GetUtcNow().AddMinutes(1),
    };

    private static ReadRequest Read(Risk risk) => new()
    {
        Principal = AnAction.Ada, Run = AnAction.Merge().Run, Tool = ADeclaration.Of("github.merge_pull_request", risk), Connection = AnAction.Merge().Connection,
        Account = "1001", Purpose = Purpose.Read, Subject = new Subject.RunGrant(AnAction.Merge().Run), Facts = Facts("github.merge_pull_request", risk),
    };

    private static ActionFacts Facts(string tool, Risk risk) => new()
    {
        Principal = AnAction.Ada, Tool = ToolName.Parse(tool), Risk = risk, Agent = "direct", Connection = ConnectionName.Parse("github"), Door = "api",
        Present = true, Now = AnAction.Noon,
    };

    private async Task<GateCommit> CommitAsync(GateStamp stamp, CancellationToken ct)
    {
        var batch = new PersonBatch();
        Epochs.Compare(batch, stamp);
        return await _trail.CommitAsync(AnAction.Ada, batch, ct) is CommitResult.Committed ? GateCommit.Committed : GateCommit.EpochMoved;
    }

    private static Task<GateCommit> NeverAsync(GateStamp stamp, CancellationToken ct) => throw new InvalidOperationException("The gate asked for a commit.");

    private async Task RaiseAsync()
    {
        var batch = new PersonBatch();
        await _epochs.RaiseAsync(batch, AnAction.Ada, default);
        Assert.IsType<CommitResult.Committed>(await _trail.CommitAsync(AnAction.Ada, batch, default));
    }

    private async Task<List<(string Kind, string? Code)>> EntriesAsync()
    {
        List<(string, string?)> entries = [];
        await foreach (var stored in _people.AllAsync(AnAction.Ada, KeyRange.Prefix("audit~"), AuditJson.Default.AuditEntry, default))
            entries.Add((stored.Value.Kind, stored.Value.Code));
        return entries;
    }

    private sealed class OneRule(string decision) : IPolicy
    {
        public ValueTask<IPolicySet> CurrentAsync(Countersign.Identity.PrincipalId principal, CancellationToken ct) => new(new PolicySet(PolicyCase.Document(
            System.Text.Json.Nodes.JsonNode.Parse($$$"""[{"id":"r","decision":"{{{decision}}}","when":{}}]""")!.AsArray())));
    }

    private sealed class Approving : IApprovalFact
    {
        public ValueTask<GateRefusal?> CheckAsync(GateSubject subject, CancellationToken ct) => new((GateRefusal?)null);
    }

    private sealed class Refusing : IGateFact
    {
        public ValueTask<GateRefusal?> CheckAsync(GateSubject subject, CancellationToken ct) => new(new GateRefusal(GateCodes.RunCancelled, "Cancelled."));
    }

    private sealed class NoWatch : ICommitWatch
    {
        public ValueTask BeforeAsync(Countersign.Identity.PrincipalId person, CancellationToken ct) => default;

        public ValueTask AfterAsync(Countersign.Identity.PrincipalId person, long from, long to, CancellationToken ct) => default;
    }
}
