using Countersign.Scripts.Story;

namespace Countersign.Scripts.Chaos;

/// <summary>The runs of a session, counted.</summary>
public sealed record Tally(IReadOnlyList<Verdict> Verdicts)
{
    public IEnumerable<Verdict> Wrong => Verdicts.Where(verdict => verdict.Wrong is not null);

    public bool AsPromised => !Wrong.Any();

    public int Count(Outcome outcome) => Verdicts.Count(verdict => verdict.Outcome == outcome);

    public string ToJson() => Person.Json(w =>
    {
        w.WriteNumber("runs", Verdicts.Count);
        w.WriteNumber("exactly_one", Count(Outcome.ExactlyOne));
        w.WriteNumber("none_and_said", Count(Outcome.NoneAndSaid));
        w.WriteNumber("unknown", Count(Outcome.Unknown));
        w.WriteNumber("asked_again", Verdicts.Count(verdict => verdict.AskedAgain));
        w.WriteNumber("lost", Count(Outcome.Lost));
        w.WriteNumber("duplicate", Count(Outcome.Duplicate));
    });
}
