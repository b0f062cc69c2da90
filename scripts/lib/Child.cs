using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Countersign.Scripts;

/// <summary>A process of ours: started with its output passed on line by line, asked to stop, waited for, and killed when it does not listen.</summary>
public sealed class Child : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const int SigKill = 9;
    private readonly Process _process;
    private readonly List<string> _last = [];

    private Child(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>The last lines it wrote, for a failure's message.</summary>
    public string LastLines
    {
        get
        {
            lock (_last) return string.Join(Environment.NewLine, _last);
        }
    }

    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments, unquoted.</param>
    /// <param name="environment">Added to ours.</param>
    /// <param name="line">Called with each line of either stream; null to keep quiet.</param>
    public static Child Start(
        string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, Action<string>? line = null, string? folder = null)
    {
        var start = new ProcessStartInfo(file)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = folder ?? Repository.Root,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{file} could not be started: is it installed and on the PATH?");
        var child = new Child(process);
        process.StandardInput.Close();
        process.OutputDataReceived += (_, e) => child.Hear(e.Data, line);
        process.ErrorDataReceived += (_, e) => child.Hear(e.Data, line);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs to the end. Its output is shown only when it fails.</summary>
    public static async Task RunAsync(string file, string[] arguments, string whatToTry, string? folder = null)
    {
        await using var child = Start(file, arguments, folder: folder);
        var code = await child.WaitAsync();
        if (code == 0) return;
        Console.Error.WriteLine(child.LastLines);
        throw new ScriptException($"{file} {string.Join(' ', arguments)} ended with {code}. {whatToTry}");
    }

    public async Task<int> WaitAsync(CancellationToken ct = default)
    {
        await _process.WaitForExitAsync(ct);
        return _process.ExitCode;
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill()
    {
        if (_process.HasExited) return;
        if (OperatingSystem.IsWindows()) _process.Kill(entireProcessTree: true);
        else _ = Signal(_process.Id, SigKill);
        _process.WaitForExit();
    }

    /// <summary>Takes the processor from it, as a machine that stalls does: it lives on and knows nothing of it.</summary>
    public void Freeze() => Change(OperatingSystem.IsMacOS() ? 17 : 19);

    public void Thaw() => Change(OperatingSystem.IsMacOS() ? 19 : 18);

    /// <summary>Asks it to stop, and kills it after ten seconds.</summary>
    public async Task StopAsync()
    {
        if (_process.HasExited) return;
        if (OperatingSystem.IsWindows()) _process.Kill(entireProcessTree: true);
        else _ = Signal(_process.Id, SigTerm);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
        }
    }

    /// <summary>Asks it to stop, without waiting.</summary>
    public void Terminate()
    {
        if (!_process.HasExited) _ = Signal(_process.Id, SigTerm);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private void Change(int signal)
    {
        if (OperatingSystem.IsWindows()) throw new ScriptException("A process cannot be frozen on this system. Run it on Linux or macOS.");
        if (!_process.HasExited) _ = Signal(_process.Id, signal);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);

    private void Hear(string? text, Action<string>? line)
    {
        if (text is null) return;
        lock (_last)
        {
            _last.Add(text);
            if (_last.Count > 60) _last.RemoveAt(0);
        }

        line?.Invoke(text);
    }
}
