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
            await using var calm = await ProgramWorld.RunAsync(programs, Disturbance.None);
            await using var disturbed = await ProgramWorld.RunAsync(programs, new Disturbance(seed, calm.Commits));
            kills += disturbed.Kills;

            foreach (var (name, steps) in programs)
            {
                if (Difference(calm, disturbed, name, steps) is { } difference)
                    Assert.Fail($"ENGINE_SEED={seed}: program {name}: {difference}\n{await SmallestAsync(name, steps, seed)}");
            }

            Assert.True(await calm.LeftOverAsync() == "", $"ENGINE_SEED={seed}: undisturbed: {await calm.LeftOverAsync()}");
            Assert.True(await disturbed.LeftOverAsync() == "", $"ENGINE_SEED={seed}: disturbed: {await disturbed.LeftOverAsync()}");
        }

        Assert.True(kills >= batches, $"{kills} kills in {batches} batches disturb nobody");
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
        for (var smaller = true; smaller;)
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
        await using var calm = await ProgramWorld.RunAsync(programs, Disturbance.None);
        for (var i = 0; i < Tries; i++)
        {
            await using var disturbed = await ProgramWorld.RunAsync(programs, new Disturbance(seed + i, calm.Commits));
            if (Difference(calm, disturbed, name, steps) is { } difference)
                return difference;
        }

        return null;
    }

    private static IEnumerable<Step> All(IEnumerable<Step> steps) => steps.SelectMany(step => All(step.Inner).Prepend(step));

    private static int Number(string variable, int otherwise)
        => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
