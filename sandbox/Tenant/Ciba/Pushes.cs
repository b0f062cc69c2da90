using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant.Ciba;

/// <summary>What became of an answer on the phone.</summary>
public enum AnswerOutcome
{
    Taken,

    /// <summary>No such push, or it is over or answered: <c>login_transaction_not_found</c>.</summary>
    NotFound,
}

/// <summary>All pushes, and the phones' standing answers.</summary>
public sealed class Pushes(SandboxWorld world)
{
    private readonly Lock _lock = new();
    private readonly List<Push> _pushes = [];
    private readonly Dictionary<string, (bool Approve, TimeSpan After)> _standing = new(StringComparer.Ordinal);
    private readonly List<ITimer> _timers = [];

    public IReadOnlyList<Push> All
    {
        get
        {
            lock (_lock)
                return [.. _pushes];
        }
    }

    /// <summary>The tenant's time.</summary>
    public DateTimeOffset Now => world.TenantTime.GetUtcNow();

    public Push? ByAuthReqId(string id)
    {
        lock (_lock)
            return _pushes.FirstOrDefault(push => push.AuthReqId == id);
    }

    public IReadOnlyList<Push> Of(Person person)
    {
        lock (_lock)
            return [.. _pushes.Where(push => push.Person == person)];
    }

    /// <summary>How many requests were made since then, for one person or for all.</summary>
    public int Since(DateTimeOffset then, Person? person)
    {
        lock (_lock)
            return _pushes.Count(push => push.CreatedAt > then && (person is null || push.Person == person));
    }

    public void Add(Push push)
    {
        lock (_lock)
            _pushes.Add(push);
        world.Counters.Add("pushes");
        if (Standing(push.Person) is not { } standing)
            return;
        if (standing.After == TimeSpan.Zero)
            Answer(push.Id, standing.Approve);
        else
        {
            var timer = world.Time.CreateTimer(_ => Answer(push.Id, standing.Approve), null, standing.After, Timeout.InfiniteTimeSpan);
            lock (_lock)
                _timers.Add(timer);
        }
    }

    /// <summary>Answers a push, once and in time.</summary>
    public AnswerOutcome Answer(string id, bool approve)
    {
        lock (_lock)
        {
            if (_pushes.FirstOrDefault(push => push.Id == id) is not { } push || push.StateAt(Now) != PushState.Pending)
                return AnswerOutcome.NotFound;
            push.Accepted = approve;
            push.AnsweredAt = Now;
        }
        world.Counters.Add(approve ? "ciba.approved" : "ciba.denied");
        return AnswerOutcome.Taken;
    }

    /// <summary>Redeems an approved push; false when somebody has.</summary>
    public bool Redeem(Push push)
    {
        lock (_lock)
        {
            if (push.Redeemed)
                return false;
            push.RedeemedAt = Now;
        }
        world.Counters.Add("ciba.redeemed");
        return true;
    }

    /// <summary>The person's phone answers by itself from now on; null stops that.</summary>
    public void Stand(Person person, bool? approve, TimeSpan after)
    {
        lock (_lock)
        {
            if (approve is { } answer)
                _standing[person.Name] = (answer, after);
            else
                _standing.Remove(person.Name);
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _pushes.Clear();
            _standing.Clear();
            foreach (var timer in _timers)
                timer.Dispose();
            _timers.Clear();
        }
    }

    private (bool Approve, TimeSpan After)? Standing(Person person)
    {
        lock (_lock)
            return _standing.TryGetValue(person.Name, out var standing) ? standing : null;
    }
}
