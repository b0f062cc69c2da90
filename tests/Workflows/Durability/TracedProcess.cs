using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Countersign.Tests.Workflows.Durability;

/// <param name="Begin">Line of the trace in which the call began.</param>
/// <param name="End">Line in which it came back.</param>
internal sealed record SystemCall(int Begin, int End, string Name, string File, string Text, int Result);

/// <summary>This test assembly, run under <c>strace</c>: what it wrote and synced, in the order in which the system saw it.</summary>
internal static partial class TracedProcess
{
    private const string Unfinished = " <unfinished ...>";

    public static async Task<IReadOnlyList<SystemCall>> RunAsync(params string[] args)
    {
        var trace = Path.GetTempFileName();
        try
        {
            string[] strace = ["-f", "-y", "-s", "5000", "-e", "trace=write,pwrite64,pwritev,writev,fsync,fdatasync", "-o", trace];
            using var process = Start([.. strace, "dotnet", typeof(TracedProcess).Assembly.Location, .. args]);
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            var said = $"{await output}\n{await error}";
            Assert.True(
                process.ExitCode == 0 && said.Contains("over", StringComparison.Ordinal),
                $"The traced process ended with {process.ExitCode}. Where it is not allowed to trace a process, allow it (a container: --cap-add SYS_PTRACE). {said}");
            return Parse(await File.ReadAllLinesAsync(trace));
        }
        finally
        {
            File.Delete(trace);
        }
    }

    private static Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("strace", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException("strace is needed to see the order of write, sync and acknowledgement, and is not there. Install it: apt-get install strace.");
        }
    }

    private static List<SystemCall> Parse(string[] lines)
    {
        List<SystemCall> calls = [];
        Dictionary<string, (int Begin, string Text)> open = [];
        for (var i = 0; i < lines.Length; i++)
        {
            var (begin, text) = (i, lines[i]);
            var process = text[..text.IndexOf(' ', StringComparison.Ordinal)];
            if (text.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                open[process] = (i, text[..^Unfinished.Length]);
                continue;
            }

            if (text.Contains(" resumed>", StringComparison.Ordinal) && open.Remove(process, out var first))
                (begin, text) = (first.Begin, first.Text + text[(text.IndexOf(" resumed>", StringComparison.Ordinal) + " resumed>".Length)..]);
            if (Call().Match(text) is { Success: true } call)
            {
                calls.Add(new SystemCall(
                    begin, i, call.Groups["name"].Value, call.Groups["file"].Value, call.Groups["rest"].Value,
                    int.Parse(call.Groups["result"].Value, CultureInfo.InvariantCulture)));
            }
        }

        return calls;
    }

    [GeneratedRegex(@"^\d+ +(?<name>\w+)\(\d+<(?<file>.*?)>(?<rest>[,)<].*) = (?<result>-?\d+)")]
    private static partial Regex Call();
}
