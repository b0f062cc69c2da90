namespace Countersign.Policies;

/// <summary>What a document says that JSON allows and no policy means: half understood it would decide wrongly, or fail at a decision instead of at the start.</summary>
internal static class PolicyCheck
{
    /// <summary>The first thing that is wrong; null where nothing is.</summary>
    public static string? ProblemOf(PolicyDocument document)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in document.Rules)
        {
            if (rule is null) return "A rule is null.";
            if (rule.Id.Length == 0 || rule.Id.Contains(':', StringComparison.Ordinal) || !ids.Add(rule.Id))
                return $"The rule id '{rule.Id}' is empty, has a colon or occurs twice.";
            if (ProblemOf(rule.When) is { } problem) return $"In rule '{rule.Id}' {problem}";
        }

        return null;
    }

    private static string? ProblemOf(RuleMatch when)
    {
        IReadOnlyList<string>?[] lists = [when.Tools, when.Agents, when.Connections, when.Scopes, when.Projects, when.Doors, when.Sources];
        if (lists.Any(list => list?.Any(entry => entry is null) == true)) return "an entry of a list is null.";
        if (when.Arguments?.All(condition => condition is { IsWellFormed: true } && condition.Like?.Any(text => text is null) != true) == false)
            return "an argument condition needs a path and exactly one of like, is, at_least, at_most.";
        return when.Time?.Zone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? $"nobody knows the time zone '{zone}'." : null;
    }
}
