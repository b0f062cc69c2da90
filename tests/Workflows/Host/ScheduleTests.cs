using System.Globalization;
using Countersign.Runtime.Hosting;
using Microsoft.Extensions.Configuration;

namespace Countersign.Tests.Workflows.Host;

public sealed class ScheduleTests
{
    private static readonly IConfiguration Settings =
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>("Nightly", "0 0 3 * * *")]).Build();

    /// <summary>An hour ahead from 2031-03-30 02:00 to 2031-10-26 03:00 local time.</summary>
    private static readonly TimeZoneInfo Summer = TimeZoneInfo.CreateCustomTimeZone("Summer", TimeSpan.FromHours(1), "Summer", "Winter", "Summer",
    [
        TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday)),
    ]);

    [Theory]
    [InlineData("*/5 * * * *", "2031-03-14T09:01:00Z", "2031-03-14T09:05:00Z")]
    [InlineData("*/10 * * * * *", "2031-03-14T09:01:00Z", "2031-03-14T09:01:10Z")]
    [InlineData("0 30 9 * * Mon-Fri", "2031-03-14T09:30:00Z", "2031-03-17T09:30:00Z")]
    [InlineData("%Nightly%", "2031-03-14T09:00:00Z", "2031-03-15T03:00:00Z")]
    [InlineData("00:05:00", "2031-03-14T09:01:00Z", "2031-03-14T09:06:00Z")]
    public void Five_fields_six_fields_a_time_span_and_a_setting_are_schedules(string schedule, string now, string next) =>
        Assert.Equal(Instant(next), TimerSchedule.Parse(schedule, Settings).Next(Instant(now), TimeZoneInfo.Utc));

    [Theory]
    [InlineData("0 30 2 * * *", "2031-03-29T12:00:00Z", "2031-03-30T01:30:00Z")]
    [InlineData("0 30 2 * * *", "2031-03-30T01:30:00Z", "2031-03-31T00:30:00Z")]
    [InlineData("0 30 2 * * *", "2031-10-25T12:00:00Z", "2031-10-26T00:30:00Z")]
    [InlineData("0 30 2 * * *", "2031-10-26T00:30:00Z", "2031-10-27T01:30:00Z")]
    public void A_daily_time_comes_once_a_day_when_the_clocks_change(string schedule, string now, string next) =>
        Assert.Equal(Instant(next), TimerSchedule.Parse(schedule, Settings).Next(Instant(now), Summer));

    [Theory]
    [InlineData("*/10 * * * * *", true)]
    [InlineData("0 * * * * *", false)]
    [InlineData("* * * * *", false)]
    [InlineData("*/10 0 * * * *", false)]
    [InlineData("00:00:59", true)]
    [InlineData("00:01:00", false)]
    public void What_fires_more_than_once_a_minute_is_too_frequent_to_monitor(string schedule, bool frequent) =>
        Assert.Equal(frequent, TimerSchedule.Parse(schedule, Settings).TooFrequentToMonitor(Instant("2031-03-14T09:00:00Z")));

    [Theory]
    [InlineData("* * *")]
    [InlineData("61 * * * *")]
    [InlineData("-00:05:00")]
    [InlineData("%Missing%")]
    public void Anything_else_is_refused(string schedule) => Assert.Throws<FormatException>(() => TimerSchedule.Parse(schedule, Settings));

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
