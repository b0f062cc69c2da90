using System.Text.Json;
using Countersign.Actions;
using Countersign.Gate;
using Countersign.Tests.Unit.Gate;
using Countersign.Vault;

namespace Countersign.Tests.Unit.Actions;

public sealed class EndsTests
{
    private static readonly ActionsOptions Options = new();
    private static readonly DateTimeOffset Now = AnAction.Noon;

    [Theory]
    [InlineData(GateCodes.PolicyDenied, ActionState.Denied)]
    [InlineData(GateCodes.RunCancelled, ActionState.Cancelled)]
    [InlineData(GateCodes.Stopped, ActionState.Cancelled)]
    [InlineData(GateCodes.UseByPassed, ActionState.Lapsed)]
    [InlineData(GateCodes.DigestMismatch, ActionState.Refused)]
    [InlineData(GateCodes.ApprovalMissing, ActionState.Refused)]
    [InlineData(GateCodes.KeyRevoked, ActionState.Refused)]
    [InlineData(GateCodes.AccountUnconfirmed, ActionState.Parked)]
    [InlineData(GateCodes.EpochMoved, ActionState.Proposed)]
    public void A_closed_gate_ends_or_parks_the_action_as_its_code_says(string code, ActionState expected) =>
        Assert.Equal(expected, Ends.Closed(ARow.Allowed(), new GateRefusal(code, "Why."), Now, Options)!.Value.After.State);

    [Fact]
    public void Settling_says_it_in_the_trail_and_clears_what_it_waited_for()
    {
        var parked = ARow.Allowed() with { State = ActionState.Parked, Parked = new Parking("link", null, null, "wait~github~x") };

        var (after, entry) = Ends.Settle(parked, ActionEvent.Lapse, "remedy_timeout", "Too late.", Now)!.Value;

        Assert.Equal((ActionState.Lapsed, null, "remedy_timeout", Now), (after.State, after.Parked, after.Code, after.EndedAt));
        Assert.Equal(("action.lapsed", "remedy_timeout"), (entry!.Kind, entry.Code));
    }

    /// <summary>A commit stands and its pull request could not be opened: that is never said not to have happened.</summary>
    [Theory]
    [InlineData(ActionEvent.Fail)]
    [InlineData(ActionEvent.Move)]
    [InlineData(ActionEvent.Refuse)]
    [InlineData(ActionEvent.Lapse)]
    [InlineData(ActionEvent.Deny)]
    [InlineData(ActionEvent.Cancel)]
    public void What_stands_in_part_is_done_however_the_rest_ended(ActionEvent happened)
    {
        var (after, entry) = Ends.Settle(Partly(ARow.Allowed()), happened, "why", "Nothing happened.", Now)!.Value;

        Assert.Equal((ActionState.Done, "partly", "https://github.com/acme/shop/commit/1"), (after.State, after.Code, after.Url));
        Assert.Contains("The commit stands", after.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing happened", after.Text, StringComparison.Ordinal);
        Assert.Equal("1", after.Result!.Value.GetProperty("sha").GetString());
        Assert.Equal(("action.done", "partly", "done"), (entry!.Kind, entry.Code, entry.Outcome));
    }

    [Fact]
    public void What_stands_in_part_is_said_also_where_the_rest_cannot_be_told()
    {
        var (after, entry) = Ends.Settle(Partly(ARow.Executing(Now)), ActionEvent.GiveUp, "unknown", "It cannot be told.", Now)!.Value;

        Assert.Equal((ActionState.Unknown, "action.unknown"), (after.State, entry!.Kind));
        Assert.Contains("The commit stands", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_stands_in_part_and_is_under_way_is_ended_by_nothing_that_ends_no_other() =>
        Assert.Null(Ends.Settle(Partly(ARow.Executing(Now)), ActionEvent.Cancel, "cancelled", "Cancelled.", Now));

    private static ActionRow Partly(ActionRow row) => row with
    {
        Standing = new Standing(JsonElement.Parse("{\"sha\":\"1\"}"), "https://github.com/acme/shop/commit/1", [], "The commit stands; its pull request was not opened."),
    };

    [Fact]
    public void What_is_executing_cannot_be_cancelled() =>
        Assert.Null(Ends.Settle(ARow.Executing(Now), ActionEvent.Cancel, "cancelled", "Cancelled.", Now));

    [Fact]
    public void A_remedy_parks_under_a_row_by_which_it_is_woken()
    {
        var (after, entry) = Ends.Park(ARow.Allowed(), new Remedy(RemedyKind.LinkAgain, "github", "Link again.", "/accounts"), Now.AddHours(1))!.Value;

        Assert.Equal((ActionState.Parked, "link_again", $"wait~github~{after.Id}"), (after.State, after.Parked!.On, after.Parked.Wait));
        Assert.Equal("action.parked", entry!.Kind);
    }

    [Fact]
    public void Tries_are_bounded_and_honour_what_the_other_side_asked_for()
    {
        var first = Ends.Again(ARow.Allowed(), TimeSpan.FromSeconds(40), Now, Options)!.Value.After;
        Assert.Equal(1, first.Tries);
        Assert.InRange(first.NotBefore!.Value, Now.AddSeconds(40), Now.AddSeconds(50));

        var last = Ends.Again(ARow.Allowed() with { Tries = Options.Tries - 1 }, TimeSpan.Zero, Now, Options)!.Value.After;
        Assert.Equal((ActionState.Failed, "unavailable"), (last.State, last.Code));
    }

    [Fact]
    public void A_wait_is_obeyed_up_to_an_hour_and_a_longer_one_is_said_at_once()
    {
        var hour = Ends.Again(ARow.Allowed(), TimeSpan.FromHours(1), Now, Options)!.Value.After;
        Assert.InRange(hour.NotBefore!.Value, Now.AddHours(1), Now.AddHours(1).AddSeconds(30));

        var longer = Ends.Again(ARow.Allowed(), TimeSpan.FromHours(2), Now, Options)!.Value.After;
        Assert.Equal((ActionState.Failed, "unavailable"), (longer.State, longer.Code));
    }

    [Fact]
    public void The_effect_key_is_the_actions_own_and_always_the_same()
    {
        Assert.Equal(ActionRow.EffectKeyOf(ARow.Proposed().Id), ARow.Resolved().ToAction().EffectKey);
        Assert.NotEqual(ActionRow.EffectKeyOf(ARow.Proposed().Id), ActionRow.EffectKeyOf(ActionId.New(TimeProvider.System)));
    }
}
