using Countersign.Runtime.Durable;
using Microsoft.Extensions.Hosting;

namespace Countersign.Runtime.Hosting;

/// <summary>
/// Starts the engine before timers and HTTP. When a stop is asked for it takes up nothing new at once, but stays until both have ended: a
/// request that is about to end may still start or wake an instance.
/// </summary>
internal sealed class DurableService(DurableEngine engine, ShutdownToken shutdown, RuntimeOptions options) : IHostedService, IDisposable
{
    /// <summary>Beyond the drain time, so that cancelled activities can still write that they ended.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _patience = new();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await engine.StartAsync(cancellationToken);
        shutdown.Stopping.Register(() =>
        {
            engine.StopTaking();
            _patience.CancelAfter(options.Drain + Grace);
        });
    }

    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(_patience.Token).WaitAsync(cancellationToken);

    public void Dispose() => _patience.Dispose();
}
