using System.Diagnostics;
using System.Text;

namespace Countersign.Tests.Workflows.Host;

/// <summary>This test assembly, started as an app. Killed when the test is over.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _error = new();

    public ChildProcess(params string[] args)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", [typeof(ChildProcess).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, line) => _error.AppendLine(line.Data);
        _process.BeginErrorReadLine();
    }

    public string Error => _error.ToString();

    /// <summary>Reads standard output up to a line that begins so, and returns the rest of that line.</summary>
    public async Task<string> ReadAsync(string begin)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            if (line.StartsWith(begin, StringComparison.Ordinal))
                return line[begin.Length..];
        throw new InvalidOperationException($"The process ended before it said '{begin}'. {Error}");
    }

    public async Task<int> ExitAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public void Kill() => _process.Kill();

    /// <summary>Asks it to stop, as Ctrl-C does.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
