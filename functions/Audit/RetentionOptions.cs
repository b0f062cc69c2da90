using Microsoft.Extensions.Options;

namespace Countersign.Audit;

/// <summary>Settings under <c>Retention:</c>: how long what only serves the moment is kept. Actions, the trail and messages are kept.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Events of a person's stream, the text of runs among them: 1 minute to 365 days, default 30 days.</summary>
    public TimeSpan Events { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Idempotency keys with their answers, from the first request on: 1 hour to 90 days, default 7 days.</summary>
    public TimeSpan Keys { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Ended instances in the durable history, from their start on: 1 hour to 90 days, default 7 days.</summary>
    public TimeSpan Instances { get; set; } = TimeSpan.FromDays(7);
}

internal sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        var wrong = new List<string>();
        if (options.Events < TimeSpan.FromMinutes(1) || options.Events > TimeSpan.FromDays(365)) wrong.Add("Retention:Events must be 00:01:00 to 365.00:00:00, such as 30.00:00:00.");
        if (options.Keys < TimeSpan.FromHours(1) || options.Keys > TimeSpan.FromDays(90)) wrong.Add("Retention:Keys must be 01:00:00 to 90.00:00:00, such as 7.00:00:00.");
        if (options.Instances < TimeSpan.FromHours(1) || options.Instances > TimeSpan.FromDays(90)) wrong.Add("Retention:Instances must be 01:00:00 to 90.00:00:00, such as 7.00:00:00.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
