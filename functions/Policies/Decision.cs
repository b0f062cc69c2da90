using System.Diagnostics;

namespace Countersign.Policies;

/// <summary>What policy says of an action, and which rule of which version said it.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>The rule's id, or <c>default:read</c>, <c>default:write</c>, <c>default:unknown</c> where none matched.</summary>
    public required string Rule { get; init; }

    public required string PolicyVersion { get; init; }

    /// <summary><c>allow</c>, <c>step_up</c> or <c>deny</c>: the word on the wire.</summary>
    public string Word => Match(_ => "allow", _ => "step_up", _ => "deny");

    public T Match<T>(Func<Allow, T> allow, Func<StepUp, T> stepUp, Func<Deny, T> deny) => this switch
    {
        Allow d => allow(d),
        StepUp d => stepUp(d),
        Deny d => deny(d),
        _ => throw new UnreachableException(),
    };

    public sealed record Allow : Decision;

    /// <param name="Because">One sentence for the person: why they are asked.</param>
    public sealed record StepUp(string Because) : Decision;

    /// <param name="Reason">One sentence for the model and the person, with what to do instead.</param>
    public sealed record Deny(string Reason) : Decision;
}
