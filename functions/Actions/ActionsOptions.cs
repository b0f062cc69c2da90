using Microsoft.Extensions.Options;

namespace Countersign.Actions;

/// <summary>Settings <c>Actions:…</c>.</summary>
public sealed class ActionsOptions
{
    /// <summary>Seconds that a provider call may take: nothing is sent and no answer awaited after it, 5 to 30; default 30. Part of every lease.</summary>
    public int CallLimit { get; set; } = 30;

    /// <summary>Seconds after a call's hard limit within which what was sent still takes effect at the provider, 5 to 600; default 30. Part of every lease.</summary>
    public int Settling { get; set; } = 30;

    /// <summary>Hours that an action waits for a remedy before it lapses, 1 to 168; default 24.</summary>
    public int RemedyWait { get; set; } = 24;

    /// <summary>Tries of a step that came to nothing for a reason that passes, 1 to 20; default 6.</summary>
    public int Tries { get; set; } = 6;

    /// <summary>Looks after an interrupted call before it is said to be unknown, 1 to 10; default 4.</summary>
    public int Looks { get; set; } = 4;

    /// <summary>Direct calls of a person that may be under way at once, parked ones not counted, 1 to 1,000; default 20.</summary>
    public int MaxAtOnce { get; set; } = 20;

    internal TimeSpan SettlingTime => TimeSpan.FromSeconds(Settling);

    internal TimeSpan CallTime => TimeSpan.FromSeconds(CallLimit);

    /// <summary>When a declared read has to be over: with the gate's own limit, or with that of a call.</summary>
    internal DateTimeOffset EndOf(Gate.AuthorizedAction read, TimeProvider time) =>
        time.GetUtcNow() + CallTime is var end && end < read.SendBefore ? end : read.SendBefore;

    internal TimeSpan RemedyTime => TimeSpan.FromHours(RemedyWait);
}

internal sealed class ActionsOptionsValidator : IValidateOptions<ActionsOptions>
{
    public ValidateOptionsResult Validate(string? name, ActionsOptions options)
    {
        var wrong = new List<string>();
        if (options.CallLimit is < 5 or > 30) wrong.Add("Actions:CallLimit must be 5 to 30 seconds, for example 30.");
        if (options.Settling is < 5 or > 600) wrong.Add("Actions:Settling must be 5 to 600 seconds, for example 30.");
        if (options.RemedyWait is < 1 or > 168) wrong.Add("Actions:RemedyWait must be 1 to 168 hours, for example 24.");
        if (options.Tries is < 1 or > 20) wrong.Add("Actions:Tries must be 1 to 20, for example 6.");
        if (options.Looks is < 1 or > 10) wrong.Add("Actions:Looks must be 1 to 10, for example 4.");
        if (options.MaxAtOnce is < 1 or > 1_000) wrong.Add("Actions:MaxAtOnce must be 1 to 1000, for example 20.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
