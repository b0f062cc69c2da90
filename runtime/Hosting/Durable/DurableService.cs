using Countersign.Runtime.Durable;
using Microsoft.Extensions.Hosting;

namespace Countersign.Runtime.Hosting;

/// <summary>Starts the engine before HTTP listens, and lets it drain from the moment a stop is asked for.</summary>
internal sealed class DurableService(DurableEngine engine, ShutdownToken shutdown, RuntimeOptions options) : IHostedService, IDisposable
{
    /// <summary>Beyond the drain time, so that cancelled activities can still write that they ended.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _patience = new();
    private Task _stopped = Task.CompletedTask;
    private int _stopping;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await engine.StartAsync(cancellationToken);
        shutdown.Stopping.Register(Stop);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stop();
        return _stopped.WaitAsync(cancellationToken);
    }

    public void Dispose() => _patience.Dispose();

    private void Stop()
    {
        if (Interlocked.Exchange(ref _stopping, 1) != 0)
            return;
        _patience.CancelAfter(options.Drain + Grace);
        _stopped = Task.Run(() => engine.StopAsync(_patience.Token));
    }
}
