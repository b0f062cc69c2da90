using Microsoft.Extensions.Options;

namespace Countersign.Runs.Model;

internal sealed class ModelOptionsValidator : IValidateOptions<ModelOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelOptions options)
    {
        var wrong = new List<string>();
        if (!Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("https" or "http"))
        {
            wrong.Add("Model:Endpoint must be the absolute address of an OpenAI-compatible API, such as https://api.openai.com/v1.");
        }

        if (string.IsNullOrWhiteSpace(options.Name)) wrong.Add("Model:Name must name the model (on Azure, the deployment), such as gpt-5-mini.");
        if (options.Entra == (options.Key is { Length: > 0 })) wrong.Add("Give either Model:Key or Model:Entra=true, not both and not neither.");
        if (options.MaxAnswerTokens is < 1 or > 100_000) wrong.Add("Model:MaxAnswerTokens must be 1 to 100000, such as 4096.");
        if (options.TimeoutSeconds is < 1 or > 230) wrong.Add("Model:TimeoutSeconds must be 1 to 230, such as 200.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }
}
