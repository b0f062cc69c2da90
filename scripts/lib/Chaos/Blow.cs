namespace Countersign.Scripts.Chaos;

/// <summary>When something of a run has just happened.</summary>
public enum Moment
{
    /// <summary>The request was sent to the door.</summary>
    Asked,

    /// <summary>The phone shows it.</summary>
    Pushed,

    /// <summary>The phone answered.</summary>
    Answered,

    /// <summary>The action executes, or the world saw an effect.</summary>
    Executing,

    /// <summary>The app is up again after the blow before.</summary>
    Restarted,
}

/// <summary>What is done to the app's process once: so long after a moment.</summary>
/// <param name="Frozen">Milliseconds without a processor before it goes on; 0 for none.</param>
/// <param name="Killed">Whether it is killed, after what it was frozen for.</param>
/// <param name="Down">Milliseconds until it is started again.</param>
/// <param name="StartsKilled">Milliseconds after which each of these starts is killed; then one is let through.</param>
public sealed record Blow(Moment Moment, int After, int Frozen, bool Killed, int Down, IReadOnlyList<int> StartsKilled)
{
    public override string ToString()
    {
        var words = new List<string> { $"{After} ms after {Moment.ToString().ToLowerInvariant()}" };
        if (Frozen > 0) words.Add($"frozen for {Frozen} ms");
        if (Killed) words.Add($"killed, away for {Down} ms");
        words.AddRange(StartsKilled.Select(ms => $"start killed after {ms} ms"));
        return string.Join(", ", words);
    }
}
