namespace Countersign.Scripts.Chaos;

/// <summary>Strikes the app as the plan says and starts it again after every kill, as whoever runs it would.</summary>
public sealed class Keeper(App app)
{
    /// <summary>A machine that does much else besides starts it slowly, which is no defect.</summary>
    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(4);

    /// <summary>Waits until it serves, and starts it where something ended it.</summary>
    public async Task RunningAsync(CancellationToken ct)
    {
        if (app.HasExited) app.Launch();
        await app.ReadyAsync(ct, StartsWithin);
    }

    public async Task StrikeAsync(Blow blow, Moments moments, CancellationToken ct)
    {
        await moments.UntilAsync(blow.Moment);
        await WaitAsync(blow.After, ct);
        if (blow.Frozen > 0)
        {
            app.Freeze();
            try
            {
                await WaitAsync(blow.Frozen, ct);
            }
            finally
            {
                if (!blow.Killed) app.Thaw();
            }
        }

        if (blow.Killed)
        {
            app.Kill();
            await WaitAsync(blow.Down, ct);
            foreach (var ms in blow.StartsKilled)
            {
                app.Launch();
                await WaitAsync(ms, ct);
                app.Kill();
            }

            app.Launch();
        }

        await app.ReadyAsync(ct, StartsWithin);
        moments.Happened(Moment.Restarted);
    }

    private static Task WaitAsync(int ms, CancellationToken ct) => Task.Delay(TimeSpan.FromMilliseconds(ms), TimeProvider.System, ct);
}
