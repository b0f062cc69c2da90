using System.Text.Json.Serialization;

namespace Countersign.Approvals;

/// <summary>
/// Who holds a place on the person's phone and who waits for one, in order: the one row (<c>phone</c>) that every ask and every settling replaces, so
/// that two asks at once cannot both take the last place.
/// </summary>
public sealed record PhonePlaces
{
    /// <summary>Outstanding pushes of one person, of which one of a run. More waiting than this and proposals are denied.</summary>
    public const int OfAPerson = 3, MostWaiting = 20;

    public const string Key = "phone";

    public static readonly PhonePlaces Empty = new();

    /// <summary>Asked or pending, and lost ones that will be asked again: their push may be on the phone.</summary>
    public IReadOnlyList<PhonePlace> Outstanding { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<PhonePlace> Waiting { get; init; } = [];

    /// <summary>Those of the waiting that can be asked now, oldest first. One that cannot (its grant ended) keeps its turn and blocks nobody.</summary>
    public IReadOnlyList<PhonePlace> Next()
    {
        var next = new List<PhonePlace>();
        foreach (var place in Waiting)
        {
            if (place.Held || Outstanding.Count + next.Count >= OfAPerson) continue;
            if (!Outstanding.Concat(next).Any(other => other.Run == place.Run)) next.Add(place);
        }

        return next;
    }

    /// <summary>The end of the queue, or null when as many wait already as may.</summary>
    public PhonePlaces? Join(PhonePlace place)
    {
        var joined = this with { Waiting = [.. Waiting, place] };
        return joined.Waiting.Count - joined.Next().Count > MostWaiting ? null : joined;
    }

    /// <summary>From the queue to the phone; null when it is not its turn.</summary>
    public PhonePlaces? Take(ApprovalId approval)
    {
        if (Outstanding.Any(place => place.Approval == approval)) return this;
        var place = Waiting.FirstOrDefault(place => place.Approval == approval);
        if (place is null) return null;
        var asking = (this with { Waiting = [.. Waiting.Select(other => other == place ? other with { Held = false } : other)] }).Next();
        return asking.Any(next => next.Approval == approval)
            ? new() { Outstanding = [.. Outstanding, place with { Held = false }], Waiting = [.. Waiting.Where(other => other.Approval != approval)] }
            : null;
    }

    /// <summary>Back from the phone to the head of the queue: nothing was sent.</summary>
    public PhonePlaces GiveBack(ApprovalId approval)
    {
        var place = Outstanding.FirstOrDefault(place => place.Approval == approval);
        return place is null ? this : new() { Outstanding = [.. Outstanding.Where(other => other != place)], Waiting = [place, .. Waiting] };
    }

    /// <summary>Waits for something else than a place.</summary>
    public PhonePlaces Hold(ApprovalId approval) =>
        this with { Waiting = [.. Waiting.Select(place => place.Approval == approval ? place with { Held = true } : place)] };

    /// <summary>Settled.</summary>
    public PhonePlaces Leave(ApprovalId approval) => new()
    {
        Outstanding = [.. Outstanding.Where(place => place.Approval != approval)],
        Waiting = [.. Waiting.Where(place => place.Approval != approval)],
    };

    /// <summary>Its place in the queue, from 1; null when it does not wait.</summary>
    public int? Turn(ApprovalId approval)
    {
        for (var i = 0; i < Waiting.Count; i++)
            if (Waiting[i].Approval == approval) return i + 1;
        return null;
    }

    /// <summary>An open approval for the same thing, which an identical proposal joins.</summary>
    public PhonePlace? Like(RunId run, string likeness) =>
        Outstanding.Concat(Waiting).FirstOrDefault(place => place.Run == run && place.Likeness == likeness);
}

/// <param name="Likeness">SHA-256 over agent, tool, arguments and what they resolve to: equal for identical proposals.</param>
/// <param name="Held">Parked on something else: it is passed over until it tries again.</param>
public sealed record PhonePlace(ApprovalId Approval, ActionId Action, RunId Run, string Likeness, bool Held = false)
{
    [JsonIgnore]
    public string Instance => $"act-{Action}";
}
