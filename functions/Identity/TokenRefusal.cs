namespace Countersign.Identity;

/// <summary>Why a token is not taken.</summary>
public enum TokenRefusal
{
    /// <summary>No JWT, not signed with RS256 by a key of the tenant, or without a claim that it must have.</summary>
    Invalid,

    Expired,

    /// <summary>Issued or valid only in the future.</summary>
    NotYetValid,

    WrongIssuer,

    WrongAudience,

    /// <summary>A token of an approval: it carries <c>authorization_details</c>, or the approvals' audience.</summary>
    ApprovalToken,

    /// <summary>A client's own token, not a person's.</summary>
    Machine,

    /// <summary>Issued to a client that is not listed, or to none.</summary>
    UnlistedClient,

    /// <summary>Bound to a key (DPoP, mTLS), which a bearer request cannot prove.</summary>
    Bound,
}
