using System.Reflection;
using System.Text.Json;
using Countersign.Scripts;
using Countersign.Scripts.Chaos;

namespace Countersign.Tests.EndToEnd.Chaos;

/// <summary>A few runs of scripts/chaos, always the same ones; hundreds are run by hand.</summary>
public sealed class ChaosTests
{
    private const int Runs = 15;

    [Fact]
    public async Task After_kills_stalls_cut_lines_and_double_deliveries_it_happened_once_or_was_said_not_to_have()
    {
        Build.Configuration = typeof(ChaosTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var data = Directory.CreateTempSubdirectory("countersign-chaos-").FullName;
        try
        {
            var tally = await Session.RunAsync([.. Enumerable.Range(0, Runs).Select(index => Plan.Of(7, index))], lanes: 3, data, _ => { }, default);

            Assert.True(tally.AsPromised, string.Join(Environment.NewLine, tally.Wrong));
            var counts = JsonElement.Parse(tally.ToJson());
            Assert.Equal(Runs, Of(counts, "runs"));
            Assert.Equal((0, 0, 0), (Of(counts, "lost"), Of(counts, "duplicate"), Of(counts, "unknown")));
            Assert.Equal(Runs, Of(counts, "exactly_one") + Of(counts, "none_and_said"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public void The_same_seed_and_number_give_the_same_plan_and_others_do_not()
    {
        Assert.Equal(Plan.Of(3, 4).ToString(), Plan.Of(3, 4).ToString());
        Assert.NotEqual(Plan.Of(3, 4).ToString(), Plan.Of(3, 5).ToString());
        Assert.NotEqual(Plan.Of(3, 4).ToString(), Plan.Of(4, 4).ToString());
    }

    /// <summary>What is drawn has to hold everything that the session promises to try.</summary>
    [Fact]
    public void Five_hundred_plans_have_every_kind_of_write_and_of_disturbance()
    {
        var plans = Enumerable.Range(0, 500).Select(index => Plan.Of(1, index)).ToList();

        Assert.Equal(Enum.GetValues<WriteKind>(), plans.Select(plan => plan.Kind).Distinct().Order());
        Assert.Equal([false, true], plans.Select(plan => plan.SteppedUp).Distinct().Order());
        Assert.Equal(Enum.GetValues<Moment>(), plans.SelectMany(plan => plan.Blows).Select(blow => blow.Moment).Distinct().Order());
        foreach (var kind in new[] { "connection_drop", "effect_late", "github_delay", "ciba_answer_lost", "ciba_token_lost" })
            Assert.Contains(plans, plan => plan.Faults.Any(fault => fault.Kind == kind));
        Assert.Contains(plans, plan => plan.Blows.Count(blow => blow.Killed) == 2);
        Assert.Contains(plans, plan => plan.Blows.Any(blow => blow.StartsKilled.Count > 0));
        Assert.Contains(plans, plan => plan.Blows.Any(blow => blow.Frozen > 10_000 && !blow.Killed));
        Assert.Contains(plans, plan => plan.Doubled == "ExecuteAction");
        Assert.Contains(plans, plan => !plan.GivesAgain);
    }

    [Theory]
    [InlineData("done", null, "merge", Outcome.ExactlyOne, false)]
    [InlineData("done", null, "merge merge", Outcome.Duplicate, true)]
    [InlineData("failed", "unavailable", "merge", Outcome.Lost, true)]
    [InlineData("done", null, "", Outcome.Lost, true)]
    [InlineData(null, null, "", Outcome.Lost, true)]
    [InlineData("unknown", "unknown", "merge", Outcome.Unknown, true)]
    [InlineData("lapsed", "approval_lost", "", Outcome.NoneAndSaid, true)]
    public void A_run_is_judged_by_the_world_and_by_what_was_told(string? state, string? code, string effects, Outcome outcome, bool wrong)
    {
        var plan = Enumerable.Range(0, 100).Select(index => Plan.Of(1, index)).First(plan => plan is { Kind: WriteKind.Merge, GivesAgain: true });

        var verdict = Verdict.Of(plan, new Ending(state, code, "Why.", null), effects.Split(' ', StringSplitOptions.RemoveEmptyEntries), pushes: 1, approvalLost: true);

        Assert.Equal((outcome, wrong), (verdict.Outcome, verdict.Wrong is not null));
    }

    [Fact]
    public void Nothing_happened_is_right_only_where_the_approval_was_lost_and_not_given_again()
    {
        var plan = Enumerable.Range(0, 200).Select(index => Plan.Of(1, index)).First(plan => !plan.GivesAgain);
        var lapsed = new Ending("lapsed", "approval_lost", "Why.", null);

        Assert.Null(Verdict.Of(plan, lapsed, [], 1, approvalLost: true).Wrong);
        Assert.NotNull(Verdict.Of(plan, lapsed, [], 1, approvalLost: false).Wrong);
        Assert.NotNull(Verdict.Of(plan, lapsed with { Trail = "the trail is broken" }, [], 1, approvalLost: true).Wrong);
    }

    private static int Of(JsonElement counts, string name) => counts.GetProperty(name).GetInt32();
}
