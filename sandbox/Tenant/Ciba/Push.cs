using System.Text.Json.Nodes;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant.Ciba;

/// <summary>How far the person has come with a push.</summary>
public enum PushState
{
    Pending,
    Approved,
    Denied,
    Expired,
}

/// <summary>One CIBA request and the push it became. It cannot be withdrawn.</summary>
public sealed class Push
{
    /// <summary>The consent id, by which the phone and the control API speak of it; never the <c>auth_req_id</c>.</summary>
    public required string Id { get; init; }

    public required string AuthReqId { get; init; }

    public required Client Client { get; init; }

    public required Person Person { get; init; }

    public required string Issuer { get; init; }

    public required string BindingMessage { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required Api? Api { get; init; }

    /// <summary>What the phone shows as the audience; the tenant's user info when none was asked.</summary>
    public required string Audience { get; init; }

    public required JsonArray? Details { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was answered, in the tenant's time.</summary>
    public DateTimeOffset? AnsweredAt { get; internal set; }

    /// <summary>When its token was handed out.</summary>
    public DateTimeOffset? RedeemedAt { get; internal set; }

    internal bool Accepted { get; set; }

    internal bool Redeemed => RedeemedAt is not null;

    /// <summary>Seconds that have to lie between two polls; grows with each poll that comes too soon.</summary>
    internal int Interval { get; set; }

    internal DateTimeOffset NextPoll { get; set; }

    public PushState StateAt(DateTimeOffset now) => AnsweredAt is not null
        ? Accepted ? PushState.Approved : PushState.Denied
        : now < ExpiresAt ? PushState.Pending : PushState.Expired;
}
