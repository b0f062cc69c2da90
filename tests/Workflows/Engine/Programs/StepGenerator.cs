namespace Countersign.Tests.Workflows.Engine.Programs;

/// <summary>Programs by seed: the same seed, the same program.</summary>
internal sealed class StepGenerator(int seed)
{
    private static readonly StepKind[] s_anywhere =
    [
        StepKind.Activity, StepKind.Activity, StepKind.Handled, StepKind.Broken, StepKind.Timer, StepKind.Fan, StepKind.Fan, StepKind.Child, StepKind.Telling,
        StepKind.Late, StepKind.During, StepKind.During, StepKind.TimeOut, StepKind.Race, StepKind.Anew, StepKind.Sure,
    ];

    private static readonly StepKind[] s_branches = [StepKind.Activity, StepKind.Handled, StepKind.Broken, StepKind.Timer, StepKind.Child];

    private readonly Random _random = new(seed);
    private int _ids;

    public IReadOnlyList<Step> Program() => Body(0, _random.Next(1, 8));

    /// <summary>The program without one step, for each of its steps; those without the most first.</summary>
    public static IEnumerable<IReadOnlyList<Step>> Smaller(IReadOnlyList<Step> program)
    {
        for (var i = 0; i < program.Count; i++)
            yield return [.. program.Take(i), .. program.Skip(i + 1)];
        for (var i = 0; i < program.Count; i++)
        {
            foreach (var body in Smaller(program[i].Inner))
                yield return [.. program.Take(i), program[i] with { Body = body }, .. program.Skip(i + 1)];
            if (program[i].Count > 1)
                yield return [.. program.Take(i), program[i] with { Count = 1 }, .. program.Skip(i + 1)];
        }
    }

    private List<Step> Body(int depth, int length)
    {
        List<Step> steps = [];
        for (var i = 0; i < length; i++)
        {
            // Only of the outermost instance is it known before it runs who it is.
            var kind = depth == 0 && _random.Next(8) == 0 ? StepKind.Early : s_anywhere[_random.Next(s_anywhere.Length)];
            steps.Add(Step(kind, depth));
        }

        var end = _random.Next(depth == 0 ? 12 : 6);
        if (end < 2)
            steps.Add(new Step(end == 0 ? StepKind.Fail : StepKind.Terminated, ++_ids));
        return steps;
    }

    private Step Step(StepKind kind, int depth)
    {
        if (depth == 2 && kind is StepKind.Fan or StepKind.Child or StepKind.Telling)
            kind = StepKind.Activity;
        var id = ++_ids;
        return kind switch
        {
            StepKind.Activity or StepKind.Handled => new Step(kind, id, Math.Max(0, _random.Next(-3, 4))),
            StepKind.Timer or StepKind.TimeOut => new Step(kind, id, _random.Next(1, 20)),
            StepKind.Fan => new Step(kind, id, 0, [.. Enumerable.Range(0, _random.Next(2, 6)).Select(_ => Step(s_branches[_random.Next(s_branches.Length)], depth + 1))]),
            StepKind.Child or StepKind.Telling => new Step(kind, id, _random.Next(2), Body(depth + 1, _random.Next(0, 4))),
            StepKind.Early or StepKind.Late or StepKind.During => new Step(kind, id, _random.Next(1, 4)),
            _ => new Step(kind, id),
        };
    }
}
