using System.Diagnostics;

namespace Countersign.Identity;

/// <summary>What came of looking at a bearer token.</summary>
public abstract record TokenCheck
{
    private TokenCheck() { }

    public T Match<T>(Func<Valid, T> valid, Func<Refused, T> refused, Func<Unavailable, T> unavailable) => this switch
    {
        Valid c => valid(c),
        Refused c => refused(c),
        Unavailable c => unavailable(c),
        _ => throw new UnreachableException(),
    };

    public sealed record Valid(Caller Caller) : TokenCheck;

    public sealed record Refused(TokenRefusal Reason) : TokenCheck;

    /// <summary>The tenant's keys could not be read: nobody is let in on trust.</summary>
    public sealed record Unavailable : TokenCheck;
}
