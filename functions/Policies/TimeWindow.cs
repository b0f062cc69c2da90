namespace Countersign.Policies;

/// <summary>Hours of the day, on given days, in a zone. A window that ends before it begins goes over midnight and belongs to the day it begins on.</summary>
internal sealed record TimeWindow
{
    /// <summary>Every day where it is not written.</summary>
    public IReadOnlyList<DayOfWeek>? Days { get; init; }

    /// <summary>Inclusive.</summary>
    public required TimeOnly From { get; init; }

    /// <summary>Exclusive.</summary>
    public required TimeOnly Until { get; init; }

    /// <summary>An IANA zone; UTC where it is not written.</summary>
    public string? Zone { get; init; }

    public bool Holds(DateTimeOffset now)
    {
        var there = Zone is null ? now.ToUniversalTime() : TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(Zone));
        var time = TimeOnly.FromTimeSpan(there.TimeOfDay);
        if (From < Until) return time >= From && time < Until && On(there.DayOfWeek);
        return time >= From ? On(there.DayOfWeek) : time < Until && On((DayOfWeek)(((int)there.DayOfWeek + 6) % 7));
    }

    private bool On(DayOfWeek day) => Days is null || Days.Contains(day);
}
