using System.Diagnostics;
using System.Text.Json.Serialization;
using Countersign.Vault;

namespace Countersign.Approvals;

/// <summary>Where the CIBA request of one stepped-up action stands. Stored as JSON under the word in <c>is</c>; the words are a stored format.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Waiting), "waiting")]
[JsonDerivedType(typeof(Asked), "asked")]
[JsonDerivedType(typeof(Pending), "pending")]
[JsonDerivedType(typeof(Approved), "approved")]
[JsonDerivedType(typeof(Denied), "denied")]
[JsonDerivedType(typeof(Expired), "expired")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
[JsonDerivedType(typeof(Lost), "lost")]
[JsonDerivedType(typeof(Refused), "refused")]
public abstract record ApprovalState
{
    private ApprovalState() { }

    /// <summary>The word on the wire, in the trail and in events.</summary>
    [JsonIgnore]
    public string Word => Match(
        _ => "waiting", _ => "asked", _ => "pending", _ => "approved", _ => "denied", _ => "expired", _ => "withdrawn", _ => "lost", _ => "refused");

    /// <summary>Nothing changes it any more. A first loss is not final: it is asked again once.</summary>
    [JsonIgnore]
    public bool Final => this is Approved or Denied or Expired or Withdrawn or Refused or Lost { Again: false };

    public T Match<T>(
        Func<Waiting, T> waiting,
        Func<Asked, T> asked,
        Func<Pending, T> pending,
        Func<Approved, T> approved,
        Func<Denied, T> denied,
        Func<Expired, T> expired,
        Func<Withdrawn, T> withdrawn,
        Func<Lost, T> lost,
        Func<Refused, T> refused) => this switch
        {
            Waiting s => waiting(s),
            Asked s => asked(s),
            Pending s => pending(s),
            Approved s => approved(s),
            Denied s => denied(s),
            Expired s => expired(s),
            Withdrawn s => withdrawn(s),
            Lost s => lost(s),
            Refused s => refused(s),
            _ => throw new UnreachableException(),
        };

    /// <summary>Not asked yet: no place on the phone, or the tenant said to come back.</summary>
    /// <param name="Asks">Pushes that were sent, or may have been, before: 0, or 1 after a loss.</param>
    /// <param name="NotBefore">Not asked before this instant; null for as soon as there is a place.</param>
    public sealed record Waiting(int Asks, DateTimeOffset? NotBefore) : ApprovalState;

    /// <summary>Written before the call to the tenant: whatever happens to the call, the code is known.</summary>
    /// <param name="Asks">Which push this is: 1 or 2.</param>
    /// <param name="ExpiresAt">The last instant at which the push can still be on the phone.</param>
    /// <param name="LeaseEnd">Until then the caller may still hear an answer; nobody else touches it.</param>
    public sealed record Asked(PushCode Code, int Asks, DateTimeOffset At, DateTimeOffset ExpiresAt, DateTimeOffset LeaseEnd) : ApprovalState;

    /// <summary>The tenant sent the push.</summary>
    /// <param name="Request">The sealed <c>auth_req_id</c>; it is not in any other state.</param>
    /// <param name="Deadline">Our clock at the answer plus the tenant's <c>expires_in</c>.</param>
    /// <param name="IntervalSeconds">Seconds between polls; grows with <c>slow_down</c> and is kept.</param>
    /// <param name="LeaseEnd">While this is ahead somebody is redeeming; null when nobody is.</param>
    /// <param name="Failures">Polls in a row that brought no answer.</param>
    public sealed record Pending(
        PushCode Code,
        int Asks,
        DateTimeOffset AskedAt,
        string Request,
        DateTimeOffset Deadline,
        int IntervalSeconds,
        DateTimeOffset NextPoll,
        DateTimeOffset? LeaseEnd,
        int Failures) : ApprovalState;

    /// <param name="UseBy">Nothing takes effect after it.</param>
    /// <param name="SpentAt">When the action began to execute; an approval is spent once.</param>
    public sealed record Approved(PushCode Code, DateTimeOffset At, DateTimeOffset UseBy, DateTimeOffset? SpentAt) : ApprovalState
    {
        /// <summary>That a verified token came back, for this digest and until then: <see cref="ApprovalProof"/>.</summary>
        public string? Proof { get; init; }
    }

    public sealed record Denied(PushCode Code, DateTimeOffset At) : ApprovalState;

    /// <summary>Denied or expired: after the deadline the tenant's answer is the same for both. Counts as a denial.</summary>
    public sealed record Expired(PushCode Code, DateTimeOffset At) : ApprovalState;

    /// <param name="Code">The code that is void now; null when nothing was asked.</param>
    /// <param name="VoidUntil">Until then the push may still be on the phone; pressing it does nothing.</param>
    public sealed record Withdrawn(PushCode? Code, DateTimeOffset At, DateTimeOffset? VoidUntil) : ApprovalState;

    /// <summary>The answer to the ask, or the token, never reached us: the code is void.</summary>
    /// <param name="What"><c>answer</c> or <c>token</c>.</param>
    /// <param name="Again">Whether it is asked once more, under a new code, at <paramref name="VoidUntil"/> or when the person says so.</param>
    public sealed record Lost(PushCode Code, DateTimeOffset At, string What, DateTimeOffset VoidUntil, bool Again) : ApprovalState;

    /// <summary>The tenant said no, or what came back is not what was asked for.</summary>
    /// <param name="Reason">A short code: <c>not_enrolled</c>, <c>details_differ</c>.</param>
    /// <param name="Text">One or two sentences for the person.</param>
    public sealed record Refused(PushCode Code, DateTimeOffset At, string Reason, string Text, Remedy? Remedy) : ApprovalState;
}
