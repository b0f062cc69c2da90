using System.Collections.Concurrent;
using System.Diagnostics;
using Countersign.Telemetry;
using static Countersign.Tests.Workflows.Runs.Member;

namespace Countersign.Tests.Workflows.Runs;

public sealed class TraceTests(RunWorld world) : IClassFixture<RunWorld>
{
    [Fact]
    public async Task Door_decision_approval_exchange_and_effect_are_one_trace()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Traces.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        var member = await world.MemberAsync();

        var run = Text(await member.AskAsync($"merge pull request 7 of {await world.ShopAsync(member)}"), "id");
        await member.UntilAsync(run, "parked");
        await member.AnswerAsync(approve: true);
        Assert.Equal("done", Text(await member.OverAsync(run), "state"));

        var ofRun = spans.Where(span => Equals(span.GetTagItem("countersign.run"), run)).ToList();
        Assert.Single(ofRun.Select(span => span.TraceId).Distinct());
        Assert.Superset(
            new HashSet<string> { "door.chat", "run.think", "action.decide", "approval.settled", "gate.write", "vault.exchange", "action.effect", "action.settled" },
            ofRun.Select(span => span.OperationName).ToHashSet());
    }
}
