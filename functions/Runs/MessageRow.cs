using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Runs;

/// <summary>One message, at <c>message~{thread}~{number}</c>. Once its text is whole it never changes.</summary>
public sealed record MessageRow
{
    public required int Number { get; init; }

    public required MessageRole Role { get; init; }

    public required RunId Run { get; init; }

    /// <summary>The model turn it belongs to; 0 for the person's message.</summary>
    public required int Turn { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What was said, cleaned as answers are; of a tool's message, one line for people.</summary>
    public required string Text { get; init; }

    /// <summary>The tools that an assistant's message called.</summary>
    public IReadOnlyList<MessageCall> Calls { get; init; } = [];

    /// <summary>Of a tool's message: the call it answers, by its place among the turn's calls.</summary>
    public int? Call { get; init; }

    /// <summary>Of a tool's message: what the model is given.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Of a tool's message that answers a read: the rule that allowed it. An action has its own.</summary>
    public string? Rule { get; init; }

    /// <summary>The action behind a tool's message, where there is one.</summary>
    public ActionId? Action { get; init; }

    /// <summary>Sources of outside content that this holds or derives from: <c>github:acme/shop#3</c>. Empty when there is none.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    public static string KeyOf(ThreadId thread, int number) => $"{Prefix(thread)}{number:D6}";

    public static string Prefix(ThreadId thread) => $"message~{thread}~";
}

[JsonConverter(typeof(JsonStringEnumConverter<MessageRole>))]
public enum MessageRole
{
    [JsonStringEnumMemberName("person")]
    Person,

    [JsonStringEnumMemberName("assistant")]
    Assistant,

    [JsonStringEnumMemberName("tool")]
    Tool,
}

/// <param name="Id">The model's id of the call.</param>
/// <param name="Name">The tool's name on the model's wire, as the model wrote it.</param>
/// <param name="Arguments">The arguments as the model wrote them; possibly not JSON.</param>
public sealed record MessageCall(string Id, string Name, string Arguments);
