using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Countersign.Runtime.Hosting;

/// <summary>Counts the drain time from the moment a stop was asked for, in real time: whoever stops the process waits in it.</summary>
internal sealed class ShutdownToken : IDisposable
{
    private readonly CancellationTokenSource _drained = new();
    private readonly CancellationTokenRegistration _stopping;

    public ShutdownToken(IHostApplicationLifetime lifetime, RuntimeOptions options, ILogger<ShutdownToken> log)
    {
        Stopping = lifetime.ApplicationStopping;
        _stopping = Stopping.Register(() =>
        {
            log.Draining(options.Drain);
            _drained.CancelAfter(options.Drain);
        });
    }

    /// <summary>No new work.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Running work has to end now.</summary>
    public CancellationToken Drained => _drained.Token;

    public void Dispose()
    {
        _stopping.Dispose();
        _drained.Dispose();
    }
}
