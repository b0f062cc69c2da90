using System.Text.Json;

namespace Countersign.Sandbox.Model;

/// <summary>A tool the caller offers, with the JSON Schema of its arguments.</summary>
internal sealed record OfferedTool(string Name, JsonElement Parameters, bool Strict);

/// <summary>A call that an assistant's message of the conversation made.</summary>
internal sealed record PastCall(string Id, string Name, string Arguments);

/// <summary>One message; parts of its content are joined.</summary>
internal sealed record ChatMessage(string Role, string Text, IReadOnlyList<PastCall> Calls, string? CallId);

/// <summary>What was asked, as far as this model reads it.</summary>
internal sealed record ChatRequest(
    string Model, IReadOnlyList<ChatMessage> Messages, IReadOnlyList<OfferedTool> Tools, bool Stream, bool IncludeUsage, bool Parallel, string Choice, int? MaxTokens)
{
    /// <summary>Where the last thing a person said stands; -1 when nobody said anything.</summary>
    public int LastUser => Messages.Select((m, i) => m.Role == "user" ? i : -1).DefaultIfEmpty(-1).Max();

    public string Asked => LastUser < 0 ? "" : Messages[LastUser].Text;

    public static ChatRequest Read(JsonElement body)
    {
        var messages = body.GetProperty("messages").EnumerateArray().Select(Message).ToArray();
        var tools = body.TryGetProperty("tools", out var offered) && offered.ValueKind == JsonValueKind.Array
            ? offered.EnumerateArray().Where(t => t.TryGetProperty("function", out _)).Select(Tool).ToArray()
            : [];
        var usage = body.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object && Flag(options, "include_usage", false);
        var choice = body.TryGetProperty("tool_choice", out var chosen) && chosen.ValueKind == JsonValueKind.String ? chosen.GetString() ?? "auto" : "auto";
        return new ChatRequest(Text(body, "model"), messages, tools, Flag(body, "stream", false), usage, Flag(body, "parallel_tool_calls", true), choice,
            Whole(body, "max_completion_tokens") ?? Whole(body, "max_tokens"));
    }

    public static string Content(JsonElement message)
    {
        if (!message.TryGetProperty("content", out var content)) return "";
        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString() ?? "",
            JsonValueKind.Array => string.Concat(content.EnumerateArray().Where(p => Text(p, "type") == "text").Select(p => Text(p, "text"))),
            _ => "",
        };
    }

    public static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    private static ChatMessage Message(JsonElement message)
    {
        var calls = message.TryGetProperty("tool_calls", out var made) && made.ValueKind == JsonValueKind.Array
            ? made.EnumerateArray().Select(c => new PastCall(Text(c, "id"), Text(c.GetProperty("function"), "name"), Text(c.GetProperty("function"), "arguments"))).ToArray()
            : [];
        return new ChatMessage(Text(message, "role"), Content(message), calls, Text(message, "tool_call_id"));
    }

    private static OfferedTool Tool(JsonElement tool)
    {
        var function = tool.GetProperty("function");
        return new OfferedTool(Text(function, "name"), function.TryGetProperty("parameters", out var schema) ? schema : default, Flag(function, "strict", false));
    }

    private static bool Flag(JsonElement element, string name, bool otherwise) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : otherwise;

    private static int? Whole(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
