using System.Globalization;

namespace Countersign.Tests.Bench.Measuring;

/// <summary>What the kernel counts of one process (<c>/proc/PID</c>).</summary>
internal static class ProcessUse
{
    /// <summary>The kernel's tick, <c>USER_HZ</c>: 100 on every Linux.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Milliseconds of user and system time so far, in steps of ten.</summary>
    public static double CpuMs(int process)
    {
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[11]) + Number(fields[12])) * 1000 / TicksPerSecond;
    }

    /// <summary>Resident memory in MiB.</summary>
    public static double RssMib(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
