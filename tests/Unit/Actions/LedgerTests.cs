using Countersign.Actions;
using Countersign.Tests.Unit.Gate;
using Countersign.Vault;
using static Countersign.Actions.ExecuteAction;

namespace Countersign.Tests.Unit.Actions;

/// <summary>What an attempt may do with an action as it stands.</summary>
public sealed class LedgerTests
{
    private static readonly DateTimeOffset Now = AnAction.Noon;

    [Fact]
    public void Nobody_looks_or_calls_before_the_lease_has_run_out() =>
        Assert.Equal(Readiness.Nothing, Ready(ARow.Executing(leaseEnd: Now.AddTicks(1)), Now));

    [Fact]
    public void After_the_lease_a_call_that_may_have_been_sent_is_looked_for_first() =>
        Assert.Equal(Readiness.Look, Ready(ARow.Executing(leaseEnd: Now), Now));

    [Fact]
    public void What_is_decided_on_may_be_sent() => Assert.Equal(Readiness.Send, Ready(ARow.Allowed(), Now));

    [Fact]
    public void A_try_that_was_put_off_waits_for_its_instant()
    {
        Assert.Equal(Readiness.Nothing, Ready(ARow.Allowed() with { NotBefore = Now.AddSeconds(1) }, Now));
        Assert.Equal(Readiness.Send, Ready(ARow.Allowed() with { NotBefore = Now }, Now));
    }

    [Fact]
    public void Nothing_is_sent_before_a_decision_or_after_a_denial()
    {
        Assert.Equal(Readiness.Nothing, Ready(ARow.Resolved(), Now));
        Assert.Equal(Readiness.Nothing, Ready(ARow.Proposed(), Now));
        Assert.Equal(Readiness.Nothing, Ready(ARow.Allowed() with { Decision = "deny" }, Now));
    }

    [Fact]
    public void What_is_parked_is_sent_only_when_it_waits_for_its_own_approval_and_nothing_else()
    {
        var parked = ARow.Allowed() with { State = ActionState.Parked, Decision = "step_up", Approval = ApprovalId.From(new byte[16]), Parked = new Parking("approval", null, null, null) };
        var remedy = new Remedy(RemedyKind.Grant, null, "Sign in again.", null);

        Assert.Equal(Readiness.Send, Ready(parked, Now)); // the gate asks whether it is approved
        Assert.Equal(Readiness.Nothing, Ready(parked with { Parked = new Parking("approval", null, remedy, "wait~x") }, Now));
        Assert.Equal(Readiness.Nothing, Ready(parked with { JoinedTo = ActionId.From(new byte[16]) }, Now));
        Assert.Equal(Readiness.Nothing, Ready(parked with { Approval = null, Parked = new Parking("link", null, remedy, "wait~x") }, Now));
    }

    [Theory]
    [InlineData(ActionState.Done)]
    [InlineData(ActionState.Cancelled)]
    [InlineData(ActionState.Unknown)]
    public void What_is_settled_is_left_alone(ActionState state) => Assert.Equal(Readiness.Nothing, Ready(ARow.Allowed() with { State = state }, Now));
}
