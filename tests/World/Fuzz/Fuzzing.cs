using System.Globalization;
using System.Text.Json.Nodes;

namespace Countersign.Tests.Fuzz;

/// <summary>
/// One target of <c>scripts/fuzz</c>: inputs drawn from a seed, each of which can be made again from the seed and its number. The variables
/// <c>FUZZ_INPUTS</c> (of all targets together), <c>FUZZ_SEED</c> and <c>FUZZ_REPORT</c> (a file that gets one line a target) widen a run.
/// </summary>
public sealed class Fuzzing
{
    private static readonly Lock s_report = new();

    private readonly string _target;

    private Fuzzing(string target, int inputs, int seed) => (_target, Inputs, Seed) = (target, inputs, seed);

    public int Inputs { get; }

    public int Seed { get; }

    /// <param name="target">Its name in the report.</param>
    /// <param name="share">Of all inputs, in thousandths.</param>
    /// <param name="few">Inputs of an ordinary test run.</param>
    public static Fuzzing Of(string target, int share, int few)
    {
        var all = Variable("FUZZ_INPUTS");
        return new Fuzzing(target, all is null ? few : Math.Max(1, all.Value * share / 1000), Variable("FUZZ_SEED") ?? 20260101);
    }

    /// <summary>The randomness of one input, the same for the same seed and number.</summary>
    public Random Draw(int number) => new(HashCode(Seed, number));

    /// <summary>What to say of a failure: enough to have it again.</summary>
    public string Where(int number, string input) =>
        $"{_target}, input {number} of seed {Seed} (again: scripts/fuzz --seed {Seed} --inputs N, with the N of this run): {(input.Length > 2_000 ? input[..2_000] + " …" : input)}";

    public async Task EachAsync(Func<Random, int, Task> one, int atOnce = 1)
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, Inputs), new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (number, _) => await one(Draw(number), number));
    }

    public void Each(Action<Random, int> one)
    {
        for (var number = 0; number < Inputs; number++) one(Draw(number), number);
        Report([]);
    }

    public void Report(JsonObject figures)
    {
        if (Environment.GetEnvironmentVariable("FUZZ_REPORT") is not { Length: > 0 } file) return;
        var line = new JsonObject { ["target"] = _target, ["inputs"] = Inputs };
        foreach (var (name, value) in figures) line[name] = value?.DeepClone();
        lock (s_report) File.AppendAllText(file, line.ToJsonString() + "\n");
    }

    private static int? Variable(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Not that of the runtime, which differs from process to process.</summary>
    private static int HashCode(int seed, int number)
    {
        var mixed = (ulong)(uint)seed * 0x9E3779B97F4A7C15 + (ulong)(uint)number * 0xBF58476D1CE4E5B9;
        mixed ^= mixed >> 31;
        return (int)(mixed * 0x94D049BB133111EB >> 33);
    }
}
