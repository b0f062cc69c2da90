using Microsoft.Extensions.Logging;

namespace Countersign.Runtime.Hosting;

/// <summary>
/// Past <c>functionTimeout</c> the real host restarts the worker, and every other invocation goes down with it. Here the process ends;
/// whoever started it starts it again. Measured in real time, whatever clock the app was given: a hang is real.
/// </summary>
internal sealed class FunctionTimeout(TimeSpan limit, ILogger<FunctionTimeout> log)
{
    /// <summary>The exit code that says so.</summary>
    public const int ExitCode = 75;

    /// <summary>Watches one invocation until the result is disposed of.</summary>
    public IDisposable Watch(LocalFunction function, string invocationId) =>
        TimeProvider.System.CreateTimer(_ => End(function.Name, invocationId), null, limit, Timeout.InfiniteTimeSpan);

    private void End(string function, string invocationId)
    {
        log.FunctionTimedOut(function, invocationId, limit);
        Console.Error.WriteLine($"Function '{function}' ran longer than functionTimeout ({limit:c}). The process ends.");
        Environment.Exit(ExitCode);
    }
}
