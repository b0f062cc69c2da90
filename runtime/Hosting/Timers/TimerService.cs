using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Countersign.Runtime.Hosting;

/// <summary>Listens for every timer function from start to stop.</summary>
internal sealed class TimerService(
    FunctionCatalog catalog, FunctionPipeline pipeline, RuntimeOptions options, IConfiguration settings, ShutdownToken shutdown,
    TimeProvider time, ILogger<TimerService> log) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _listening = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var store = new TimerStore(options.Data);
        var listeners = catalog.Of(TriggerKind.Timer).Select(function => new TimerListener(
            function, Schedule(function), store, info => RunAsync(function, info), time)).ToArray();
        shutdown.Stopping.Register(_stopping.Cancel);
        _listening = Task.WhenAll(
            listeners.Select(listener => Task.Run(() => listener.ListenAsync(_stopping.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _listening.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private TimerSchedule Schedule(LocalFunction function)
    {
        try
        {
            return TimerSchedule.Parse(((TimerTriggerAttribute)function.Trigger).Schedule, settings);
        }
        catch (FormatException wrong)
        {
            throw new InvalidOperationException($"Function '{function.Name}': {wrong.Message}", wrong);
        }
    }

    /// <summary>A failed run is logged; the schedule goes on and nothing is retried.</summary>
    private async Task RunAsync(LocalFunction function, TimerInfo info)
    {
        try
        {
            await pipeline.RunAsync(
                function,
                new TriggerData.Timer(info),
                new Dictionary<string, object?>(),
                async (context, run) =>
                {
                    await run(context);
                    return true;
                },
                shutdown.Drained);
        }
        catch (Exception failure)
        {
            log.FunctionFailed(failure, function.Name, "timer");
        }
    }
}
