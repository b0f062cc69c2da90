using System.Globalization;

namespace Countersign.Scripts.Soak;

/// <summary>What the app's process and files take at one moment.</summary>
/// <param name="Seconds">Since the load began.</param>
/// <param name="RssKiB">Resident memory.</param>
/// <param name="Handles">Open file descriptors.</param>
/// <param name="Threads">Of the process.</param>
/// <param name="AppBytes">app.db with its log.</param>
/// <param name="RuntimeBytes">The durable history with its log.</param>
/// <param name="LogBytes">The write-ahead logs alone.</param>
/// <param name="Done">Requests answered so far.</param>
public sealed record Sample(double Seconds, long RssKiB, int Handles, int Threads, long AppBytes, long RuntimeBytes, long LogBytes, long Done)
{
    /// <param name="process">The app's process id; figures of it are read from /proc, and are 0 where there is none.</param>
    public static Sample Take(int process, string data, double seconds, long done)
    {
        var (app, runtime) = (Path.Combine(data, "app"), Path.Combine(data, "runtime"));
        return new Sample(
            seconds, Status(process, "VmRSS:"), OpenFiles(process), (int)Status(process, "Threads:"), Bytes(app, "*"), Bytes(runtime, "*"), Bytes(app, "*-wal") + Bytes(runtime, "*-wal"), done);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Seconds,6:0} s  {RssKiB / 1024,5} MiB  {Handles,4} handles  {Threads,3} threads  app {AppBytes / 1048576.0,7:0.0} MiB  runtime {RuntimeBytes / 1048576.0,7:0.0} MiB  logs {LogBytes / 1048576.0,5:0.0} MiB  {Done,8} done");

    private static long Status(int process, string name)
    {
        var path = $"/proc/{process}/status";
        if (!File.Exists(path)) return 0;
        var line = File.ReadLines(path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static int OpenFiles(int process) => Directory.Exists($"/proc/{process}/fd") ? Directory.GetFiles($"/proc/{process}/fd").Length : 0;

    private static long Bytes(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.GetFiles(folder, pattern, SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) : 0;
}
