using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Countersign.Scripts.Soak;

/// <summary>Whether what the samples show stays level. The first third warms up and is not looked at.</summary>
public sealed class Level
{
    public Level(IReadOnlyList<Sample> samples, IReadOnlyDictionary<string, int> failures)
    {
        var warm = samples.Skip(samples.Count / 3).ToList();
        var (first, last) = (warm[..(warm.Count / 2)], warm[(warm.Count / 2)..]);
        Requests = last[^1].Done;
        PerSecond = last[^1].Done / last[^1].Seconds;
        Failed = failures.Values.Sum();
        Why = string.Join(", ", failures.Select(failure => $"{failure.Value} × {failure.Key}"));
        RssMiB = (first.Average(sample => sample.RssKiB) / 1024, last.Average(sample => sample.RssKiB) / 1024);
        Handles = (first.Average(sample => sample.Handles), last.Average(sample => sample.Handles));
        Threads = (first.Average(sample => sample.Threads), last.Average(sample => sample.Threads));
        LogMiB = (first.Max(sample => sample.LogBytes) / 1048576.0, last.Max(sample => sample.LogBytes) / 1048576.0);
        var (from, to) = (warm[0], warm[^1]);
        var done = Math.Max(1, to.Done - from.Done);
        AppBytesPerRequest = (double)(to.AppBytes - to.LogBytes - from.AppBytes + from.LogBytes) / done;
        RuntimeBytesPerRequest = (double)(to.RuntimeBytes - from.RuntimeBytes) / done;
    }

    public long Requests { get; }

    public double PerSecond { get; }

    public long Failed { get; }

    /// <summary>What the failed ones were answered; empty where none did.</summary>
    public string Why { get; }

    public (double Before, double After) RssMiB { get; }

    public (double Before, double After) Handles { get; }

    public (double Before, double After) Threads { get; }

    /// <summary>The most that the write-ahead logs took.</summary>
    public (double Before, double After) LogMiB { get; }

    /// <summary>Files grow by what is kept, and by what a later purge takes: the same for each request.</summary>
    public double AppBytesPerRequest { get; }

    public double RuntimeBytesPerRequest { get; }

    /// <summary>Memory by a tenth and 16 MiB at most, handles and threads by a tenth and 16, logs not at all beyond a tenth and 1 MiB; nothing failed.</summary>
    public bool IsLevel =>
        Failed == 0 && RssMiB.After <= RssMiB.Before * 1.1 + 16 && Handles.After <= Handles.Before * 1.1 + 16 && Threads.After <= Threads.Before * 1.1 + 16
        && LogMiB.After <= LogMiB.Before * 1.1 + 1;

    public string ToJson() => new JsonObject
    {
        ["requests"] = Requests, ["per_second"] = Round(PerSecond), ["failed"] = Failed,
        ["rss_mib"] = Pair(RssMiB), ["handles"] = Pair(Handles), ["threads"] = Pair(Threads), ["log_mib"] = Pair(LogMiB),
        ["app_bytes_per_request"] = Round(AppBytesPerRequest), ["runtime_bytes_per_request"] = Round(RuntimeBytesPerRequest), ["level"] = IsLevel,
    }.ToJsonString(new JsonSerializerOptions());

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {Requests} requests, {PerSecond:0.0} a second, {Failed} failed{(Failed > 0 ? $": {Why}" : "")}
        memory   {RssMiB.Before:0} → {RssMiB.After:0} MiB
        handles  {Handles.Before:0} → {Handles.After:0}, threads {Threads.Before:0} → {Threads.After:0}
        logs     {LogMiB.Before:0.0} → {LogMiB.After:0.0} MiB at most
        files    {AppBytesPerRequest:0} bytes a request in the app's, {RuntimeBytesPerRequest:0} in the runtime's
        {(IsLevel ? "level" : "NOT LEVEL")}
        """);

    private static JsonArray Pair((double Before, double After) pair) => [Round(pair.Before), Round(pair.After)];

    private static double Round(double value) => Math.Round(value, 2);
}
