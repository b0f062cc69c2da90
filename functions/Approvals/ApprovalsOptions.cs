using Microsoft.Extensions.Options;

namespace Countersign.Approvals;

/// <summary>Settings <c>Approvals:…</c>.</summary>
public sealed class ApprovalsOptions
{
    /// <summary>Seconds that a push can be answered, 5 to 300; default 300. Longer ones the tenant would send by e-mail, which an agent may read.</summary>
    public int Expiry { get; set; } = 300;

    /// <summary>Seconds from the approval within which its action begins, 30 to 600; default 600.</summary>
    public int UseBy { get; set; } = 600;

    /// <summary>Characters of one value that the phone's screen shows whole, 40 to 255; default 160. An identifier that is longer is denied.</summary>
    public int PhoneText { get; set; } = 160;

    /// <summary>Polls in one round of the Poller, which takes a second at least, 1 to 80; default 20. The rest of the tenant's rate is for exchanges.</summary>
    public int PollsPerRound { get; set; } = 20;

    internal TimeSpan ExpiryTime => TimeSpan.FromSeconds(Expiry);

    internal TimeSpan UseByTime => TimeSpan.FromSeconds(UseBy);
}

internal sealed class ApprovalsOptionsValidator : IValidateOptions<ApprovalsOptions>
{
    public ValidateOptionsResult Validate(string? name, ApprovalsOptions options)
    {
        var wrong = new List<string>();
        if (options.Expiry is < 5 or > 300) wrong.Add("Approvals:Expiry must be 5 to 300 seconds, for example 300.");
        if (options.UseBy is < 30 or > 600) wrong.Add("Approvals:UseBy must be 30 to 600 seconds, for example 600.");
        if (options.PhoneText is < 40 or > 255) wrong.Add("Approvals:PhoneText must be 40 to 255 characters, for example 160.");
        if (options.PollsPerRound is < 1 or > 80) wrong.Add("Approvals:PollsPerRound must be 1 to 80, for example 20.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
