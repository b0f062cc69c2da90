using Microsoft.Azure.Functions.Worker;

namespace Countersign.Runtime.Hosting;

/// <summary>Runs one timer function when it is due: never two runs at once, and one for however many were missed while nobody ran.</summary>
internal sealed class TimerListener(
    LocalFunction function, TimerSchedule schedule, TimerStore store, Func<TimerInfo, Task> run, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Ends when <paramref name="stopping"/> is signalled; a run that has begun is waited for.</summary>
    public async Task ListenAsync(CancellationToken stopping)
    {
        var trigger = (TimerTriggerAttribute)function.Trigger;
        var now = time.GetUtcNow();
        var monitored = trigger.UseMonitor && !schedule.TooFrequentToMonitor(now);
        var record = monitored ? Resume(now) : new TimerRecord(null, Next(now), now);
        if (now > record.Next)
            record = await RunAsync(record, monitored, pastDue: true);
        else if (trigger.RunOnStartup)
            record = await RunAsync(record, monitored, pastDue: false);
        while (await WaitAsync(record.Next, stopping))
            record = await RunAsync(record, monitored, pastDue: false);
    }

    /// <summary>The kept schedule; recomputed when the function's schedule is another than the one it was computed with.</summary>
    private TimerRecord Resume(DateTimeOffset now)
    {
        if (store.Read(function.Name) is not { } record)
            return Keep(new TimerRecord(null, Next(now), now));
        var from = record.Last ?? record.Updated;
        var expected = Next(from);
        if (record.Next == expected)
            return record;
        return Keep(expected < now ? new TimerRecord(null, Next(now), now) : new TimerRecord(null, expected, from));
    }

    private async Task<TimerRecord> RunAsync(TimerRecord record, bool monitored, bool pastDue)
    {
        var started = time.GetUtcNow();
        await run(new TimerInfo { IsPastDue = pastDue, ScheduleStatus = monitored ? Status(record) : null });
        var after = new TimerRecord(started, Next(started), started);
        return monitored ? Keep(after) : after;
    }

    private async Task<bool> WaitAsync(DateTimeOffset due, CancellationToken stopping)
    {
        try
        {
            while (due - time.GetUtcNow() is var left && left > TimeSpan.Zero)
                await Task.Delay(left < LongestWait ? left : LongestWait, time, stopping);
            return !stopping.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private TimerRecord Keep(TimerRecord record)
    {
        store.Write(function.Name, record);
        return record;
    }

    private DateTimeOffset Next(DateTimeOffset from) => schedule.Next(from, time.LocalTimeZone).ToUniversalTime();

    private ScheduleStatus Status(TimerRecord record) => new()
    {
        Last = record.Last is { } last ? Wall(last) : default,
        Next = Wall(record.Next),
        LastUpdated = Wall(record.Updated),
    };

    private DateTime Wall(DateTimeOffset instant) =>
        DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(instant, time.LocalTimeZone).DateTime, DateTimeKind.Local);
}
