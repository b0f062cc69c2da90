using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Tests.Workflows.Engine.Programs;

/// <summary>
/// Generated orchestrations, each run undisturbed and then with kills, restarts, duplicates, suspensions and a new version in mid-flight: the outcome is
/// the same, and effects happened at least once and no oftener than they were delivered. <c>ENGINE_PROGRAMS</c> says how many, <c>ENGINE_SEED</c> which
/// batch is the first; a failure names the seed of its batch.
/// </summary>
public sealed class RandomProgramTests
{
    private const int BatchSize = 25;
    private const int Tries = 4;

    private static readonly JsonSerializerOptions s_compact = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    [Fact]
    public async Task However_it_is_disturbed_a_program_ends_as_it_does_undisturbed()
    {
        var batches = (Number("ENGINE_PROGRAMS", 300) + BatchSize - 1) / BatchSize;
        var first = Number("ENGINE_SEED", 1);
        var kills = 0;
        for (var seed = first; seed < first + batches; seed++)
        {
            var programs = Enumerable.Range(0, BatchSize)
                .ToDictionary(i => $"p{i}", i => new StepGenerator(seed * BatchSize + i).Program(), StringComparer.Ordinal);
            var (failing, why, killed) = await TryAsync(programs, seed);
            kills += killed;
            if (failing is not null)
                Assert.Fail($"ENGINE_SEED={seed}: program {failing}: {why}\n{(programs.TryGetValue(failing, out var steps) ? await SmallestAsync(failing, steps, seed) : "")}");
        }

        Assert.True(kills >= batches, $"{kills} kills in {batches} batches disturb nobody");
    }

    /// <returns>A program that failed, why, and how often the world was killed.</returns>
    private static async Task<(string? Failing, string Why, int Kills)> TryAsync(IReadOnlyDictionary<string, IReadOnlyList<Step>> programs, int seed)
    {
        await using var calm = await ProgramWorld.RunAsync(programs, Disturbance.None);
        await using var disturbed = await ProgramWorld.RunAsync(programs, new Disturbance(seed, calm.Commits));
        if ((calm.Stuck ?? disturbed.Stuck) is { } stuck)
            return (stuck.Program, stuck.Why, disturbed.Kills);
        foreach (var (name, steps) in programs)
        {
            if (Difference(calm, disturbed, name, steps) is { } difference)
                return (name, difference, disturbed.Kills);
        }

        var left = await calm.LeftOverAsync() + await disturbed.LeftOverAsync();
        return (left.Length > 0 ? "of any name" : null, $"left over: {left}", disturbed.Kills);
    }

    private static string? Difference(ProgramWorld calm, ProgramWorld disturbed, string name, IReadOnlyList<Step> steps)
    {
        var (expected, found) = (calm.OutcomeOf(name), disturbed.OutcomeOf(name));
        if ((expected.Status, expected.Output, expected.Failure) != (found.Status, found.Output, found.Failure))
            return $"{found.Status} {found.Output} {found.Failure}\ninstead of {expected.Status} {expected.Output} {expected.Failure}";
        var all = All(steps).ToDictionary(step => step.Id);
        foreach (var step in expected.Effects.Keys.Union(found.Effects.Keys))
        {
            var (times, least) = (found.Effects.GetValueOrDefault(step), expected.Effects.GetValueOrDefault(step));
            // One of them is under way at a kill; of those that tell, all can be.
            var most = least + (disturbed.Kills * (all[step].Kind == StepKind.During ? all[step].Count : 1));
            if (times < least || times > most)
                return $"step {step} happened {times} times, not {least} to {most}, in {disturbed.Kills} kills";
        }

        return null;
    }

    /// <summary>A failing program, as small as a few tries make it.</summary>
    private static async Task<string> SmallestAsync(string name, IReadOnlyList<Step> steps, int seed)
    {
        var why = "Alone it did not fail again.";
        var since = TimeProvider.System.GetTimestamp();
        for (var smaller = true; smaller && TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(5);)
        {
            smaller = false;
            foreach (var candidate in StepGenerator.Smaller(steps).Prepend(steps))
            {
                if (await FailsAsync(name, candidate, seed) is not { } failed)
                    continue;
                smaller = !ReferenceEquals(candidate, steps);
                (steps, why) = (candidate, failed);
                if (smaller)
                    break;
            }
        }

        return $"{why}\nThe smallest found: {JsonSerializer.Serialize(steps, s_compact)}";
    }

    private static async Task<string?> FailsAsync(string name, IReadOnlyList<Step> steps, int seed)
    {
        var programs = new Dictionary<string, IReadOnlyList<Step>> { [name] = steps };
        for (var i = 0; i < Tries; i++)
        {
            if (await TryAsync(programs, seed + i) is { Failing: not null } failed)
                return failed.Why;
        }

        return null;
    }

    private static IEnumerable<Step> All(IEnumerable<Step> steps) => steps.SelectMany(step => All(step.Inner).Prepend(step));

    private static int Number(string variable, int otherwise)
        => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
