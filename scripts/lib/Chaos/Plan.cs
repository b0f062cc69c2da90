using System.Globalization;

namespace Countersign.Scripts.Chaos;

/// <summary>Everything that is drawn for one run, from the seed and the run's number alone: the same two give the same plan.</summary>
public sealed record Plan
{
    /// <summary>Longer than a lease of ten seconds.</summary>
    private const int PastLease = 11_500;

    public required int Seed { get; init; }

    public required int Index { get; init; }

    public required WriteKind Kind { get; init; }

    /// <summary>Stepped up in a run, the phone approving; else allowed by the deployment's policy at <c>POST /api/actions</c>.</summary>
    public required bool SteppedUp { get; init; }

    public required IReadOnlyList<Blow> Blows { get; init; }

    public required IReadOnlyList<LineFault> Faults { get; init; }

    /// <summary>An activity whose next delivery is made twice at once; null for none.</summary>
    public required string? Doubled { get; init; }

    /// <summary>Milliseconds from a push to the phone's answer.</summary>
    public required int Answers { get; init; }

    /// <summary>Whether a person whose approval was lost gives it again; else the phone answers the first push alone.</summary>
    public required bool GivesAgain { get; init; }

    public static Plan Of(int seed, int index)
    {
        var chance = new Random(unchecked(seed * 1_000_003 + index));
        var kind = (WriteKind)chance.Next(4);
        var steppedUp = chance.Next(2) == 0;
        var faults = LineFault.Draw(chance, kind, steppedUp);
        var givesAgain = !steppedUp || chance.Next(100) >= 20;
        var blows = DrawAll(chance, steppedUp, mayFreeze: !faults.Any(fault => fault.Delays) || kind is WriteKind.Merge or WriteKind.Commit);
        return new Plan
        {
            Seed = seed, Index = index, Kind = kind, SteppedUp = steppedUp, Faults = faults, GivesAgain = givesAgain, Blows = blows,
            Doubled = chance.Next(100) < 35 ? Activity(chance, steppedUp) : null, Answers = chance.Next(0, 1_200),
        };
    }

    /// <param name="mayFreeze">A marker is good for what acts within lease and settling time: what acts late was not sent late as well.</param>
    private static List<Blow> DrawAll(Random chance, bool steppedUp, bool mayFreeze)
    {
        var blows = new List<Blow> { Draw(chance, Anchor(chance, steppedUp), mayFreeze) };
        if (chance.Next(100) < 35) blows.Add(Draw(chance, Moment.Restarted, mayFreeze: false));
        return blows;
    }

    private static Blow Draw(Random chance, Moment moment, bool mayFreeze)
    {
        var after = chance.Next(0, moment switch { Moment.Executing => 400, Moment.Pushed => 800, Moment.Restarted => 3_000, _ => 2_200 });
        var freezes = mayFreeze && chance.Next(100) < 25;
        var frozen = !freezes ? 0 : chance.Next(3) == 0 ? chance.Next(200, 3_000) : PastLease + chance.Next(0, 1_500);
        var killed = !freezes || chance.Next(3) == 0;
        int[] starts = killed && chance.Next(100) < 25 ? [.. Enumerable.Range(0, 1 + chance.Next(2)).Select(_ => chance.Next(0, 1_800))] : [];
        return new Blow(moment, after, frozen, killed, killed ? chance.Next(0, 800) : 0, starts);
    }

    private static Moment Anchor(Random chance, bool steppedUp) => chance.Next(100) switch
    {
        < 25 => Moment.Asked,
        < 40 => steppedUp ? Moment.Pushed : Moment.Asked,
        < 65 => steppedUp ? Moment.Answered : Moment.Executing,
        _ => Moment.Executing,
    };

    private static string Activity(Random chance, bool steppedUp)
    {
        if (chance.Next(2) == 0) return "ExecuteAction";
        string[] all = steppedUp
            ? ["ResolveAction", "DecideAction", "ReadActionState", "AskApproval", "ParkAction", "PollApprovals", "Think", "ProposeForRun", "AnswerForRun", "ParkRun"]
            : ["ResolveAction", "DecideAction", "ReadActionState"];
        return all[chance.Next(all.Length)];
    }

    public override string ToString()
    {
        var words = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"seed {Seed} run {Index}: {Kind}, {(SteppedUp ? $"stepped up, answered after {Answers} ms" : "allowed")}"),
        };
        if (!GivesAgain) words.Add("a lost approval is not given again");
        if (Doubled is not null) words.Add($"{Doubled} delivered twice");
        words.AddRange(Faults.Select(fault => fault.ToString()));
        words.AddRange(Blows.Select(blow => blow.ToString()));
        return string.Join("; ", words);
    }
}
