using Countersign.Identity;

namespace Countersign.Gate;

/// <summary>The subject token of an exchange: on whose word the tenant hands out a provider token. The trail says which was used.</summary>
public abstract record Subject
{
    private Subject() { }

    /// <summary>The word in the trail.</summary>
    public abstract string Word { get; }

    /// <summary>The caller's own access token, in hand at the door.</summary>
    public sealed record Caller(AccessToken Token) : Subject
    {
        public override string Word => "caller";
    }

    /// <summary>The grant sealed for this run.</summary>
    public sealed record RunGrant(RunId Run) : Subject
    {
        public override string Word => "run_grant";
    }

    /// <summary>The token that came back from the approval, sealed for that digest.</summary>
    public sealed record ApprovalToken(ApprovalId Approval, Digest Digest) : Subject
    {
        public override string Word => "approval_token";
    }
}
