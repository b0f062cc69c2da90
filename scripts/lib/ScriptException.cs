namespace Countersign.Scripts;

/// <summary>A failure whose message ends with the next thing to try; a script prints it and exits with 1.</summary>
public sealed class ScriptException(string message) : Exception(message)
{
    /// <summary>Runs a script's body: Ctrl-C cancels it, a <see cref="ScriptException"/> becomes one line and exit code 1.</summary>
    public static async Task<int> GuardAsync(Func<CancellationToken, Task<int>> body)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGTERM,
            context =>
            {
                context.Cancel = true;
                stop.Cancel();
            });
        try
        {
            return await body(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 130;
        }
        catch (ScriptException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
