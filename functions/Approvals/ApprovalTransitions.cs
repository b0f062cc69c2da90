namespace Countersign.Approvals;

/// <summary>The whole life of an approval in one table. What is not listed changes nothing: a late or repeated answer is harmless.</summary>
public static class ApprovalTransitions
{
    /// <summary>After this much before the deadline <c>access_denied</c> can mean either: the tenant's clock is not ours.</summary>
    public static readonly TimeSpan Doubt = TimeSpan.FromSeconds(2);

    /// <summary>For this long past the deadline an unreachable tenant may still hold an answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Pushes for one action, the one that was lost included.</summary>
    public const int MostAsks = 2;

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    public static ApprovalState Apply(this ApprovalState now, Answer answer) => (now, answer) switch
    {
        (ApprovalState.Waiting s, Answer.Ask a) when s.NotBefore is null || s.NotBefore <= a.At =>
            new ApprovalState.Asked(a.Code, s.Asks + 1, a.At, a.At + a.Expiry, a.At + a.AnswerWithin),

        (ApprovalState.Asked s, Answer.Sent a) => new ApprovalState.Pending(
            s.Code, s.Asks, s.At, a.Request, a.At + a.ExpiresIn, Interval(a.IntervalSeconds), a.At.AddSeconds(Interval(a.IntervalSeconds)), null, 0),
        (ApprovalState.Asked s, Answer.NotSent a) => new ApprovalState.Waiting(s.Asks - 1, a.At + a.RetryAfter),
        (ApprovalState.Asked s, Answer.AnswerLost a) => Lost(s.Code, s.Asks, "answer", a.At, s.ExpiresAt),
        (ApprovalState.Asked s, Answer.NotAsked a) => new ApprovalState.Refused(s.Code, a.At, a.Reason, a.Text, a.Remedy),

        (ApprovalState.Pending s, Answer.Redeem a) when s.LeaseEnd is null || s.LeaseEnd <= a.At => s with { LeaseEnd = a.At + a.AnswerWithin },
        (ApprovalState.Pending s, Answer.StillPending a) when a.At <= s.Deadline + Patience =>
            s with { NextPoll = a.At.AddSeconds(s.IntervalSeconds), LeaseEnd = null, Failures = 0 },
        (ApprovalState.Pending s, Answer.SlowDown a) when a.At <= s.Deadline + Patience => Slower(s, a),
        (ApprovalState.Pending s, Answer.Unreachable a) when a.At <= s.Deadline + Patience =>
            s with { NextPoll = a.At + Longer(Backoff(s), a.RetryAfter), LeaseEnd = null, Failures = s.Failures + 1 },
        (ApprovalState.Pending s, Answer.StillPending or Answer.SlowDown or Answer.Unreachable) => new ApprovalState.Expired(s.Code, answer.At),
        (ApprovalState.Pending s, Answer.AccessDenied a) when a.At < s.Deadline - Doubt => new ApprovalState.Denied(s.Code, a.At),
        (ApprovalState.Pending s, Answer.AccessDenied a) => new ApprovalState.Expired(s.Code, a.At),
        (ApprovalState.Pending s, Answer.Gone a) => Lost(s.Code, s.Asks, "token", a.At, s.Deadline),
        (ApprovalState.Pending s, Answer.Approved a) => new ApprovalState.Approved(s.Code, a.At, a.At + a.UseWithin, null),
        (ApprovalState.Pending s, Answer.Rejected a) => new ApprovalState.Refused(s.Code, a.At, a.Reason, a.Text, a.Remedy),

        (ApprovalState.Lost { Again: true } s, Answer.AskAgain a) when a.SaidSo || s.VoidUntil <= a.At => new ApprovalState.Waiting(1, null),

        (ApprovalState.Waiting, Answer.Withdraw a) => new ApprovalState.Withdrawn(null, a.At, null),
        (ApprovalState.Asked s, Answer.Withdraw a) => new ApprovalState.Withdrawn(s.Code, a.At, s.ExpiresAt),
        (ApprovalState.Pending s, Answer.Withdraw a) => new ApprovalState.Withdrawn(s.Code, a.At, s.Deadline),
        (ApprovalState.Lost { Again: true } s, Answer.Withdraw a) => new ApprovalState.Withdrawn(s.Code, a.At, s.VoidUntil),

        _ => now,
    };

    private static ApprovalState.Lost Lost(PushCode code, int asks, string what, DateTimeOffset at, DateTimeOffset voidUntil) =>
        new(code, at, what, voidUntil, Again: asks < MostAsks);

    private static ApprovalState.Pending Slower(ApprovalState.Pending s, Answer.SlowDown a)
    {
        var seconds = Math.Max(s.IntervalSeconds, Interval((int)Math.Ceiling(Math.Min(a.RetryAfter.TotalSeconds, 3600))));
        return s with { IntervalSeconds = seconds, NextPoll = a.At.AddSeconds(seconds), LeaseEnd = null, Failures = 0 };
    }

    private static int Interval(int seconds) => Math.Clamp(seconds, 1, 300);

    private static TimeSpan Backoff(ApprovalState.Pending s)
    {
        var grown = TimeSpan.FromSeconds(s.IntervalSeconds * Math.Pow(2, Math.Min(s.Failures, 5)));
        return grown < LongestBackoff ? grown : Longer(LongestBackoff, TimeSpan.FromSeconds(s.IntervalSeconds));
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
