using System.Text.Json.Serialization;

namespace Countersign.Tests.Workflows.Engine.Programs;

/// <summary>What an orchestration can be made of. Whatever the interleaving, a program of these has one outcome.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StepKind>))]
internal enum StepKind
{
    /// <summary>Fails <see cref="Step.Count"/> times, then succeeds; retried by a policy.</summary>
    Activity,

    /// <summary>The same, retried by a handler.</summary>
    Handled,

    /// <summary>Fails every time.</summary>
    Broken,

    /// <summary><see cref="Step.Count"/> minutes.</summary>
    Timer,

    /// <summary>All of <see cref="Step.Body"/> at once.</summary>
    Fan,

    /// <summary>A sub-orchestration of <see cref="Step.Body"/>; with an id of its own where <see cref="Step.Count"/> is odd.</summary>
    Child,

    /// <summary>The same, and the parent waits for the events that it sends at its end.</summary>
    Telling,

    /// <summary>So many events, raised from the moment of the start on.</summary>
    Early,

    /// <summary>So many events, raised once it is seen to wait for them.</summary>
    Late,

    /// <summary>So many activities, each of which raises an event to its own instance while it runs.</summary>
    During,

    /// <summary>A wait for an event that never comes, of so many minutes.</summary>
    TimeOut,

    /// <summary>An event that comes, raced against a timer that is too far away.</summary>
    Race,

    /// <summary>Begins anew with the rest.</summary>
    Anew,

    /// <summary>Ids and times are the same at every replay.</summary>
    Sure,

    /// <summary>Ends it as failed.</summary>
    Fail,

    /// <summary>Waits for its termination from outside.</summary>
    Terminated,
}

/// <param name="Id">One of its own in the whole program.</param>
internal sealed record Step(StepKind Kind, int Id, int Count = 0, IReadOnlyList<Step>? Body = null)
{
    public IReadOnlyList<Step> Inner => Body ?? [];
}

/// <summary>Input of an execution: what is left to do, and what was seen so far.</summary>
internal sealed record Progress(string Program, IReadOnlyList<Step> Steps, IReadOnlyList<string> Seen, bool Tells = false);
