using Countersign.Vault;

namespace Countersign.Approvals;

/// <summary>What can happen to an approval. Each carries the instant by our clock, so that the table below is pure.</summary>
public abstract record Answer(DateTimeOffset At)
{
    /// <summary>A place on the phone is free.</summary>
    public sealed record Ask(DateTimeOffset At, PushCode Code, TimeSpan Expiry, TimeSpan AnswerWithin) : Answer(At);

    /// <summary>The tenant took the request and sent the push.</summary>
    public sealed record Sent(DateTimeOffset At, string Request, TimeSpan ExpiresIn, int IntervalSeconds) : Answer(At);

    /// <summary>Surely no push: the request never left, or the tenant said to come back.</summary>
    public sealed record NotSent(DateTimeOffset At, TimeSpan RetryAfter) : Answer(At);

    /// <summary>The ask was sent and no answer came.</summary>
    public sealed record AnswerLost(DateTimeOffset At) : Answer(At);

    /// <summary>The tenant refused the ask.</summary>
    public sealed record NotAsked(DateTimeOffset At, string Reason, string Text, Remedy? Remedy) : Answer(At);

    /// <summary>Somebody is about to redeem.</summary>
    public sealed record Redeem(DateTimeOffset At, TimeSpan AnswerWithin) : Answer(At);

    /// <summary><c>authorization_pending</c>.</summary>
    public sealed record StillPending(DateTimeOffset At) : Answer(At);

    /// <summary><c>slow_down</c>.</summary>
    public sealed record SlowDown(DateTimeOffset At, TimeSpan RetryAfter) : Answer(At);

    /// <summary>No answer, 429 or 5xx.</summary>
    public sealed record Unreachable(DateTimeOffset At, TimeSpan RetryAfter) : Answer(At);

    /// <summary><c>access_denied</c> or <c>expired_token</c>; <c>At</c> is when the poll was sent.</summary>
    public sealed record AccessDenied(DateTimeOffset At) : Answer(At);

    /// <summary><c>invalid_grant</c>: redeemed by a poll whose answer was lost, or purged.</summary>
    public sealed record Gone(DateTimeOffset At) : Answer(At);

    /// <summary>A token came back and is whole.</summary>
    public sealed record Approved(DateTimeOffset At, TimeSpan UseWithin) : Answer(At);

    /// <summary>A token came back and is not what was asked for, or the tenant refused our client.</summary>
    public sealed record Rejected(DateTimeOffset At, string Reason, string Text, Remedy? Remedy) : Answer(At);

    /// <summary>The person, or the end of the run.</summary>
    public sealed record Withdraw(DateTimeOffset At) : Answer(At);

    /// <summary>The lost push has expired by now, or the person said so.</summary>
    public sealed record AskAgain(DateTimeOffset At, bool SaidSo) : Answer(At);
}
