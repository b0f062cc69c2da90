using Countersign.Egress;

namespace Countersign.Tests.Unit.Egress;

public sealed class SpreadTests
{
    [Theory]
    [InlineData(0.1, 0.125)]
    [InlineData(4, 5)]
    [InlineData(60, 75)]
    [InlineData(3600, 3630)]
    public void A_wait_is_never_shorter_and_little_longer_and_no_two_waiters_come_back_together(double seconds, double most)
    {
        var waits = Enumerable.Range(0, 1000).Select(n => Spread.Above(TimeSpan.FromSeconds(seconds), $"act_{n} 0").TotalSeconds).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, seconds, most));
        var tenths = waits.GroupBy(wait => (int)((wait - seconds) / (most - seconds) * 10)).Where(group => group.Key < 10).ToList();
        Assert.Equal(10, tenths.Count);
        Assert.All(tenths, group => Assert.InRange(group.Count(), 60, 140));
    }

    [Fact]
    public void The_same_wait_of_the_same_waiter_gives_the_same_instant() =>
        Assert.Equal(Spread.Above(TimeSpan.FromMinutes(1), "act_1 2"), Spread.Above(TimeSpan.FromMinutes(1), "act_1 2"));
}
