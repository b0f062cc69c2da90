namespace Countersign.Runs.Model;

/// <summary>The model that runs think with: any OpenAI-compatible chat-completions endpoint, or Azure OpenAI's v1 endpoint.</summary>
public sealed class ModelOptions
{
    public const string Section = "Model";

    /// <summary>The base address, up to and with the version: <c>https://api.openai.com/v1</c>, <c>https://NAME.openai.azure.com/openai/v1/</c>.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>The model's name; on Azure the deployment's.</summary>
    public string Name { get; set; } = "";

    /// <summary>The API key. Leave it out when <see cref="Entra"/> is on.</summary>
    public string? Key { get; set; }

    /// <summary>Sign in to Azure OpenAI with the app's own identity instead of a key (role <i>Cognitive Services OpenAI User</i>).</summary>
    public bool Entra { get; set; }

    /// <summary>The most tokens one answer may have. 1 to 100,000.</summary>
    public int MaxAnswerTokens { get; set; } = 4096;

    /// <summary>How long one answer may take, 1 to 230 seconds: below Think's own deadline of four minutes.</summary>
    public int TimeoutSeconds { get; set; } = 200;
}
