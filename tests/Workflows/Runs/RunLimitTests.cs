using static Countersign.Tests.Workflows.Runs.Member;

namespace Countersign.Tests.Workflows.Runs;

/// <summary>How far a run may go; each limit is said in the thread when it is reached.</summary>
public sealed class RunLimitTests
{
    [Theory]
    [InlineData("Runs:MaxTurns", "3", "limit_turns")]
    [InlineData("Runs:MaxTokens", "9000", "limit_tokens")]
    public async Task A_model_that_never_stops_ends_at_the_limit(string setting, string value, string code)
    {
        await using var world = await RunWorld.StartAsync((setting, value));
        var ada = await world.MemberAsync();
        await world.FaultAsync("model_never_stops", "never", times: 50);

        var run = await ada.EndOfAsync("say \"never\"");

        Assert.Equal(("failed", code), (Text(run, "state"), Text(run, "code")));
        Assert.Equal(Text(run, "text"), Text((await ada.MessagesAsync(run))[^1], "text"));
        if (code == "limit_turns") Assert.Equal(3, run.GetProperty("turns").GetInt32() - 1);
    }

    [Fact]
    public async Task A_run_that_waits_too_long_ends_by_itself()
    {
        await using var world = await RunWorld.StartAsync(("Runs:MaxAge", "00:01:00"));
        var ada = await world.MemberAsync(linked: false);
        var run = Text(await ada.AskAsync("list the open issues of acme/shop"), "id");
        await ada.UntilAsync(run, "needs_you");

        world.Time.Forward(TimeSpan.FromMinutes(2));
        await world.Client.RaiseEventAsync($"run-{run}", Countersign.Approvals.Wake.Event, new Countersign.Approvals.Wake());

        var over = await ada.OverAsync(run);
        Assert.Equal(("failed", "limit_time"), (Text(over, "state"), Text(over, "code")));
    }

    [Fact]
    public async Task A_step_that_breaks_again_and_again_ends_the_run_instead_of_leaving_it_running()
    {
        await using var world = await RunWorld.StartAsync();
        var ada = await world.MemberAsync();
        world.AroundActivity = (name, next) => name == "ReadForRun" ? throw new InvalidOperationException("broken") : next();
        var run = Text(await ada.AskAsync("list the open issues of acme/shop"), "id");
        await Eventually.TrueAsync(
            () => world.Engine.Inspection.Find($"run-{run}") is { } found && found.Instance.Waits.Contains("timer", StringComparison.Ordinal), "the run pauses");

        world.AroundActivity = null;
        await world.Client.RaiseEventAsync($"run-{run}", Countersign.Approvals.Wake.Event, new Countersign.Approvals.Wake());

        Assert.Equal("done", Text(await ada.OverAsync(run), "state"));
    }
}
