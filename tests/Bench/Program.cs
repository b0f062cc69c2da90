using Countersign.Scripts;
using Countersign.Tests.Bench.Durable;
using Countersign.Tests.Bench.Figures;
using Countersign.Tests.Bench.Ground;

namespace Countersign.Tests.Bench;

/// <summary>The bench, and the processes of its own that it starts: an empty app and a plain one to compare with, a host with tiny functions, a seeder of stored actions.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["empty", var url] => EmptyApp.RunAsync(url),
        ["plain", var url, var file] => PlainApp.RunAsync(url, file),
        ["durable", .. var rest] => DurableProcess.RunAsync(rest),
        ["seed", var person, var actions, .. var settings] => Seeder.RunAsync(person, int.Parse(actions, System.Globalization.CultureInfo.InvariantCulture), settings),
        _ => ScriptException.GuardAsync(ct => Bench.RunAsync(args, ct)),
    };
}
