namespace Countersign.Scripts.Chaos;

/// <summary>One run, judged.</summary>
/// <param name="Wrong">What a run may not come to, in a sentence; null where nothing is wrong.</param>
public sealed record Verdict(Plan Plan, Outcome Outcome, bool AskedAgain, string? Wrong, Ending Ending, IReadOnlyList<string> Effects)
{
    /// <summary>No tool that is used here is declared at-most-once, so that nothing may end as unknown.</summary>
    public static Verdict Of(Plan plan, Ending ending, IReadOnlyList<string> effects, int pushes, bool approvalLost)
    {
        var wanted = plan.Kind.Effects();
        var seen = effects.Where(effect => effect != "commit").ToList();
        var whole = wanted.All(effect => seen.Count(e => e == effect) == 1);
        var outcome = seen.Count > wanted.Count || seen.Except(wanted).Any() || seen.Distinct().Count() < seen.Count ? Outcome.Duplicate
            : ending.State == "unknown" ? Outcome.Unknown
            : ending.State == "done" && whole && ending.Code is not "partly" ? Outcome.ExactlyOne
            : ending.State is "failed" or "denied" or "moved" or "refused" or "lapsed" or "cancelled" && ending.Text is { Length: > 0 } && seen.Count == 0 ? Outcome.NoneAndSaid
            : Outcome.Lost;
        var wrong = outcome switch
        {
            Outcome.Duplicate => "more happened than was asked for",
            Outcome.Lost => "what was told is not what happened",
            Outcome.Unknown => $"{plan.Kind.Tool()} is not declared at-most-once",
            Outcome.NoneAndSaid when !approvalLost || plan.GivesAgain => "nothing happened, and no approval was lost for good",
            _ => ending.Trail,
        };
        return new Verdict(plan, outcome, pushes > 1, wrong, ending, effects);
    }

    public override string ToString() =>
        $"{Plan}{Environment.NewLine}    {Outcome}{(AskedAgain ? ", asked again" : "")}: told {Ending.State ?? "nothing"} {Ending.Code} \"{Ending.Text}\"; the world saw {(Effects.Count == 0 ? "nothing" : string.Join(", ", Effects))}"
        + (Wrong is null ? "" : $"{Environment.NewLine}    WRONG: {Wrong}");
}
