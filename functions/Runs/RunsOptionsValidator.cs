using Microsoft.Extensions.Options;

namespace Countersign.Runs;

internal sealed class RunsOptionsValidator : IValidateOptions<RunsOptions>
{
    public ValidateOptionsResult Validate(string? name, RunsOptions options)
    {
        var wrong = new List<string>();
        if (options.MaxTurns is < 1 or > 200) wrong.Add("Runs:MaxTurns must be 1 to 200, such as 24.");
        if (options.MaxTokens is < 1_000 or > 10_000_000) wrong.Add("Runs:MaxTokens must be 1000 to 10000000, such as 400000.");
        if (options.MaxAge < TimeSpan.FromMinutes(1) || options.MaxAge > TimeSpan.FromDays(30)) wrong.Add("Runs:MaxAge must be 00:01:00 to 30.00:00:00, such as 1.00:00:00.");
        if (options.MaxMessage is < 1 or > 100_000) wrong.Add("Runs:MaxMessage must be 1 to 100000, such as 16000.");
        if (options.MaxContext is < 10_000 or > 2_000_000) wrong.Add("Runs:MaxContext must be 10000 to 2000000, such as 200000.");
        if (options.MaxCalls is < 1 or > 8) wrong.Add("Runs:MaxCalls must be 1 to 8.");
        if (options.MaxAtOnce is < 1 or > 1_000) wrong.Add("Runs:MaxAtOnce must be 1 to 1000, such as 20.");
        if (options.StreamLife < TimeSpan.FromSeconds(1) || options.StreamLife > TimeSpan.FromMinutes(10)) wrong.Add("Runs:StreamLife must be 00:00:01 to 00:10:00, such as 00:02:00.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
