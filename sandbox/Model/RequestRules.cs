using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Countersign.Sandbox.Model;

/// <summary>What a request must be before the model looks at it. The first thing wrong is said.</summary>
internal static partial class RequestRules
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "model", "messages", "stream", "stream_options", "max_completion_tokens", "max_tokens", "temperature", "top_p", "presence_penalty", "frequency_penalty",
        "seed", "stop", "n", "logprobs", "top_logprobs", "logit_bias", "tools", "tool_choice", "parallel_tool_calls", "response_format", "reasoning_effort", "metadata",
        "store", "service_tier", "user", "safety_identifier", "prompt_cache_key", "verbosity", "modalities", "audio", "prediction", "web_search_options", "functions",
        "function_call", "moderation",
    };

    private static readonly string[] Roles = ["developer", "system", "user", "assistant", "tool", "function"];

    public static ModelError? Broken(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object) return ModelError.Bad("We could not parse the JSON body of your request.", null);
        if (body.EnumerateObject().Select(m => m.Name).FirstOrDefault(m => !Known.Contains(m)) is { } odd)
            return ModelError.Bad($"Unrecognized request argument supplied: {odd}", odd, "unknown_parameter");
        if (!body.TryGetProperty("model", out var model) || model.ValueKind != JsonValueKind.String) return ModelError.Bad("you must provide a model parameter", null);
        if (!body.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array)
            return ModelError.Bad("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
        if (messages.GetArrayLength() == 0) return ModelError.Bad("Invalid 'messages': empty array. Expected an array with minimum length 1.", "messages", "empty_array");
        if (body.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object
            && !(body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True))
            return ModelError.Bad("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options");
        return OfMessages(messages) ?? OfTools(body);
    }

    /// <summary>Every call of an assistant's message is answered by one tool message directly after it, and nothing else is.</summary>
    private static ModelError? OfMessages(JsonElement messages)
    {
        var open = new List<string>();
        var index = 0;
        foreach (var message in messages.EnumerateArray())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"messages.[{index}]");
            var role = ChatRequest.Text(message, "role");
            if (!Roles.Contains(role)) return ModelError.Bad($"Invalid value: '{role}'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.", at + ".role", "invalid_value");
            if (role == "tool")
            {
                if (!open.Remove(ChatRequest.Text(message, "tool_call_id")))
                    return ModelError.Bad("Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.", at + ".role");
            }
            else if (open.Count > 0)
            {
                return Unanswered(open, at);
            }

            var calls = message.TryGetProperty("tool_calls", out var made) && made.ValueKind == JsonValueKind.Array;
            var empty = !message.TryGetProperty("content", out var content) || content.ValueKind == JsonValueKind.Null;
            if (empty && !(role == "assistant" && calls)) return ModelError.Bad($"Invalid value for 'content': expected a string, got null.", at + ".content");
            if (calls && made.GetArrayLength() == 0) return ModelError.Bad($"Invalid '{at}.tool_calls': empty array. Expected an array with minimum length 1.", at + ".tool_calls", "empty_array");
            if (calls) open.AddRange(made.EnumerateArray().Select(c => ChatRequest.Text(c, "id")));
            index++;
        }

        return open.Count > 0 ? Unanswered(open, string.Create(CultureInfo.InvariantCulture, $"messages.[{index - 1}]")) : null;
    }

    private static ModelError Unanswered(List<string> open, string at) => ModelError.Bad(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
        + $"The following tool_call_ids did not have response messages: {string.Join(", ", open)}", at + ".role");

    private static ModelError? OfTools(JsonElement body)
    {
        if (!body.TryGetProperty("tools", out var tools) || tools.ValueKind == JsonValueKind.Null)
        {
            return body.TryGetProperty("tool_choice", out var choice) && choice.ValueKind == JsonValueKind.String && choice.GetString() is not "none" and not "auto"
                ? ModelError.Bad("Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.", "tool_choice")
                : null;
        }

        if (tools.ValueKind != JsonValueKind.Array || tools.GetArrayLength() == 0)
            return ModelError.Bad("Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array instead.", "tools", "empty_array");
        if (tools.GetArrayLength() > 128) return ModelError.Bad("Invalid 'tools': array too long. Expected an array with maximum length 128.", "tools", "array_above_max_length");
        var index = 0;
        foreach (var tool in tools.EnumerateArray())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"tools[{index++}].function");
            if (!tool.TryGetProperty("function", out var function)) return ModelError.Bad($"Missing required parameter: '{at}'.", at, "missing_required_parameter");
            var name = ChatRequest.Text(function, "name");
            if (!Name().IsMatch(name))
                return ModelError.Bad($"Invalid '{at}.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.", at + ".name", "invalid_value");
            if (!function.TryGetProperty("parameters", out var schema)) continue;
            if (schema.ValueKind != JsonValueKind.Object || ChatRequest.Text(schema, "type") != "object")
                return ModelError.Bad($"Invalid schema for function '{name}': schema must be a JSON Schema of 'type: \"object\"'.", at + ".parameters", "invalid_function_parameters");
            var strict = function.TryGetProperty("strict", out var said) && said.ValueKind == JsonValueKind.True;
            if (strict && StrictSchema.Fault(schema) is { } fault)
                return ModelError.Bad($"Invalid schema for function '{name}': {fault}", at + ".parameters", "invalid_function_parameters");
        }

        return null;
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$")]
    private static partial Regex Name();
}
