namespace Countersign.Scripts.Chaos;

/// <summary>One fault that the sandbox is told of before the run.</summary>
/// <param name="Kind">A word of the sandbox's control API.</param>
/// <param name="Method">Of the request that meets it; null for any.</param>
/// <param name="Path">End of that request's path below the repository; null for any.</param>
/// <param name="When">For a dropped connection: before or after the other side acted.</param>
/// <param name="Ms">For what is late.</param>
/// <param name="Seconds">For a push that ends sooner.</param>
public sealed record LineFault(string Kind, int Times, string? Method = null, string? Path = null, string? When = null, int Ms = 0, int Seconds = 0)
{
    /// <summary>The effect comes after the connection is gone.</summary>
    public bool Delays => Kind == "effect_late";

    public static IReadOnlyList<LineFault> Draw(Random chance, WriteKind kind, bool steppedUp)
    {
        var faults = new List<LineFault>();
        var sends = kind.Sends();
        var (method, path) = sends[chance.Next(sends.Count)];
        switch (chance.Next(100))
        {
            case < 18:
                faults.Add(new("connection_drop", 1, method, path, "before"));
                break;
            case < 38:
                faults.Add(new("connection_drop", 1, method, path, "after"));
                break;
            case < 55:
                faults.Add(new("effect_late", 1, method, path, Ms: chance.Next(500, 4_500)));
                break;
            case < 70:
                faults.Add(new("github_delay", 1, method, path, Ms: chance.Next(300, 4_000)));
                break;
        }

        if (chance.Next(2) == 0) faults.Add(new("github_delay", 40, Ms: chance.Next(10, 150)));
        if (steppedUp)
        {
            if (chance.Next(100) < 12) faults.Add(new("ciba_answer_lost", 1));
            if (chance.Next(100) < 12) faults.Add(new("ciba_token_lost", 1));
        }

        return faults;
    }

    /// <summary>The body that the control API takes.</summary>
    public string ToJson(string person, string repository, long repositoryId) => Story.Person.Json(w =>
    {
        w.WriteString("kind", Kind);
        w.WriteNumber("times", Times);
        if (Ms > 0) w.WriteNumber("ms", Ms);
        if (Seconds > 0) w.WriteNumber("seconds", Seconds);
        if (Method is not null) w.WriteString("method", Method);
        if (Kind == "connection_drop")
        {
            w.WriteString("host", "github");
            w.WriteString("when", When);
            w.WriteString("path_prefix", $"/repositories/{repositoryId}{Path}");
            return;
        }

        if (Path is not null) w.WriteString("path_suffix", Path);
        w.WriteStartObject("match");
        if (Kind.StartsWith("ciba", StringComparison.Ordinal)) w.WriteString("person", person);
        else if (Path is not null) w.WriteString("repository", repository);
        else w.WriteString("person", person);
        w.WriteEndObject();
    });

    public override string ToString()
    {
        var words = new List<string> { Kind };
        if (When is not null) words.Add(When);
        if (Method is not null) words.Add($"{Method} {Path}");
        if (Ms > 0) words.Add($"{Ms} ms");
        return string.Join(' ', words);
    }
}
