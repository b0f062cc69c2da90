using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Workflows.Host;

public sealed class TimerTests
{
    private readonly string _data = Directory.CreateTempSubdirectory("timers-").FullName;
    private readonly ManualTime _time = new();
    private readonly TimerRuns _runs = new();

    [Fact]
    public async Task A_timer_runs_at_each_occurrence_and_sees_the_schedule_from_before_the_run()
    {
        await using var host = await StartAsync(typeof(HourlyFunction));
        Assert.Equal(0, _runs.Count);
        await AdvanceAsync(TimeSpan.FromHours(1));
        var first = await _runs.TakeAsync();
        Assert.False(first.IsPastDue);
        Assert.Equal(new DateTime(2031, 3, 14, 10, 0, 0), first.ScheduleStatus!.Next);
        Assert.Equal(default, first.ScheduleStatus.Last);
        await AdvanceAsync(TimeSpan.FromHours(1));
        var second = await _runs.TakeAsync();
        Assert.Equal(new DateTime(2031, 3, 14, 10, 0, 0), second.ScheduleStatus!.Last);
        Assert.Equal(new DateTime(2031, 3, 14, 11, 0, 0), second.ScheduleStatus.Next);
    }

    [Fact]
    public async Task However_many_were_missed_while_the_process_was_down_one_run_makes_up_for_them()
    {
        await using (await StartAsync(typeof(HourlyFunction)))
            await AdvanceAsync(TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromHours(5));
        await using var host = await StartAsync(typeof(HourlyFunction));
        var run = await _runs.TakeAsync();
        Assert.True(run.IsPastDue);
        Assert.Equal(new DateTime(2031, 3, 14, 10, 0, 0), run.ScheduleStatus!.Next);
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.False((await _runs.TakeAsync()).IsPastDue);
        Assert.Equal(0, _runs.Count);
    }

    [Fact]
    public async Task A_restart_in_time_misses_nothing_and_repeats_nothing()
    {
        await using (await StartAsync(typeof(HourlyFunction)))
        {
            await AdvanceAsync(TimeSpan.FromHours(1));
            await _runs.TakeAsync();
        }

        await using var host = await StartAsync(typeof(HourlyFunction));
        Assert.Equal(new DateTimeOffset(2031, 3, 14, 11, 0, 0, TimeSpan.Zero), await NextAsync());
        Assert.Equal(0, _runs.Count);
    }

    [Fact]
    public async Task A_changed_schedule_is_counted_anew_and_is_not_past_due()
    {
        await using (await StartAsync(typeof(HourlyFunction)))
            await AdvanceAsync(TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromHours(5));
        await using var host = await StartAsync(typeof(SettingFunction), "0 30 20 * * *");
        Assert.Equal(new DateTimeOffset(2031, 3, 14, 20, 30, 0, TimeSpan.Zero), await NextAsync());
        Assert.Equal(0, _runs.Count);
    }

    [Fact]
    public async Task A_schedule_below_a_minute_is_not_monitored()
    {
        await using var host = await StartAsync(typeof(SettingFunction), "00:00:20");
        await AdvanceAsync(TimeSpan.FromSeconds(20));
        Assert.Null((await _runs.TakeAsync()).ScheduleStatus);
        Assert.False(File.Exists(Path.Combine(_data, "timers.json")));
    }

    [Fact]
    public async Task RunOnStartup_runs_once_at_start()
    {
        await using var host = await StartAsync(typeof(StartupFunction));
        Assert.False((await _runs.TakeAsync()).IsPastDue);
        Assert.Equal(new DateTimeOffset(2031, 3, 14, 10, 0, 0, TimeSpan.Zero), await NextAsync());
    }

    [Fact]
    public async Task Runs_of_one_timer_do_not_overlap_and_one_that_fell_due_meanwhile_follows_at_once()
    {
        _runs.Hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await StartAsync(typeof(HourlyFunction));
        await AdvanceAsync(TimeSpan.FromHours(1));
        await _runs.TakeAsync();
        _time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(0, _runs.Count);
        _runs.Hold.SetResult();
        Assert.False((await _runs.TakeAsync()).IsPastDue);
        Assert.Equal(0, _runs.Count);
    }

    [Fact]
    public async Task A_failed_run_does_not_stop_the_schedule()
    {
        _runs.Fail = true;
        await using var host = await StartAsync(typeof(HourlyFunction));
        await AdvanceAsync(TimeSpan.FromHours(1));
        await _runs.TakeAsync();
        await AdvanceAsync(TimeSpan.FromHours(1));
        await _runs.TakeAsync();
    }

    [Fact]
    public async Task A_schedule_that_cannot_be_read_is_refused_at_start()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(typeof(SettingFunction), "every now and then"));
        Assert.StartsWith("Function 'Hourly': The schedule 'every now and then'", failure.Message, StringComparison.Ordinal);
    }

    private Task<HostUnderTest> StartAsync(Type function, string? schedule = null)
    {
        var builder = HostUnderTest.Builder(_data, function);
        builder.Configuration["Test:Schedule"] = schedule;
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton(_runs);
        return HostUnderTest.StartAsync(builder);
    }

    private async Task AdvanceAsync(TimeSpan by)
    {
        await NextAsync();
        _time.Advance(by);
    }

    /// <summary>Waits until the timer waits.</summary>
    private async Task<DateTimeOffset?> NextAsync()
    {
        await Poll.UntilAsync(() => Task.FromResult(_time.NextTimer is not null));
        return _time.NextTimer;
    }
}

public sealed class TimerRuns
{
    private readonly System.Threading.Channels.Channel<TimerInfo> _runs = System.Threading.Channels.Channel.CreateUnbounded<TimerInfo>();

    public TaskCompletionSource? Hold { get; set; }

    public bool Fail { get; set; }

    public int Count => _runs.Reader.Count;

    public async Task<TimerInfo> TakeAsync() => await _runs.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    public async Task RunAsync(TimerInfo info)
    {
        _runs.Writer.TryWrite(info);
        if (Hold is not null)
            await Hold.Task;
        if (Fail)
            throw new InvalidOperationException("as the test wants it");
    }
}

public sealed class HourlyFunction(TimerRuns runs)
{
    [Function("Hourly")]
    public Task RunAsync([TimerTrigger("0 * * * *")] TimerInfo timer) => runs.RunAsync(timer);
}

public sealed class SettingFunction(TimerRuns runs)
{
    [Function("Hourly")]
    public Task RunAsync([TimerTrigger("%Test:Schedule%")] TimerInfo timer) => runs.RunAsync(timer);
}

public sealed class StartupFunction(TimerRuns runs)
{
    [Function("Hourly")]
    public Task RunAsync([TimerTrigger("0 0 * * * *", RunOnStartup = true)] TimerInfo timer) => runs.RunAsync(timer);
}
