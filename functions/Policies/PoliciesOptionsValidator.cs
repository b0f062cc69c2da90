using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Countersign.Policies;

/// <summary>Reads the document: a process whose policy cannot be understood does not start.</summary>
internal sealed class PoliciesOptionsValidator : IValidateOptions<PoliciesOptions>
{
    public ValidateOptionsResult Validate(string? name, PoliciesOptions options)
    {
        if (options.File is not { } file) return ValidateOptionsResult.Success;
        try
        {
            DefaultPolicy.Load(file);
            return ValidateOptionsResult.Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException or InvalidOperationException)
        {
            return ValidateOptionsResult.Fail(
                $"Policies:File must name a policy document such as {{\"defaults\":{{\"read\":\"allow\",\"write\":\"step_up\",\"destructive\":\"step_up\",\"unknown\":\"deny\"}},\"rules\":[]}}: {e.Message}");
        }
    }
}
