namespace Countersign.Sandbox.GitHub.Http;

/// <summary>What is left in an hour. All tokens of one person share it; callers without a token share one by address.</summary>
internal sealed class RateLimits(TimeProvider time)
{
    public const int Signed = 5000;

    public const int Unsigned = 60;

    private readonly Dictionary<string, (DateTimeOffset Ends, int Used)> _used = new(StringComparer.Ordinal);

    public (int Limit, int Used, DateTimeOffset Ends) Look(string who, bool signed)
    {
        var now = time.GetUtcNow();
        if (!_used.TryGetValue(who, out var window) || window.Ends <= now)
            _used[who] = window = (DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() + 3600), 0);
        return (signed ? Signed : Unsigned, window.Used, window.Ends);
    }

    /// <summary>Charges one call; false when nothing is left.</summary>
    public bool Charge(string who, bool signed)
    {
        var (limit, used, ends) = Look(who, signed);
        if (used >= limit) return false;
        _used[who] = (ends, used + 1);
        return true;
    }

    /// <summary>Gives a charge back: an unchanged answer costs nothing.</summary>
    public void Refund(string who, bool signed)
    {
        var (_, used, ends) = Look(who, signed);
        _used[who] = (ends, Math.Max(0, used - 1));
    }

    /// <summary>Uses everything up, as the fault says.</summary>
    public void Drain(string who, bool signed)
    {
        var (limit, _, ends) = Look(who, signed);
        _used[who] = (ends, limit);
    }

    public void Clear() => _used.Clear();
}
