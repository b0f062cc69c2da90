using System.Runtime.CompilerServices;
using System.Text.Json;
using Countersign.Policies;
using OpenAI.Chat;

namespace Countersign.Runs;

/// <summary>A thread as the model is given it: instructions, then messages in order, as many of the last as fit.</summary>
internal static class Conversation
{
    private const string LeftOut = "Earlier messages of this conversation are left out here: they no longer fit.";
    private static readonly ConditionalWeakTable<MessageRow, string> Results = [];
    private static readonly string Unanswered = """{"outcome":"not_made","text":"The run ended before this was done. It did not happen."}""";

    /// <param name="messages">All of the thread, in order.</param>
    /// <param name="budget">Characters of text, arguments and results together.</param>
    public static IReadOnlyList<ChatMessage> ForModel(IReadOnlyList<MessageRow> messages, int budget)
    {
        var turns = Turns(messages);
        var first = turns.Count;
        for (var left = budget; first > 0 && (left -= turns[first - 1].Sum(Size)) >= 0;) first--;
        // The newest turn goes in whatever its size: without it there is nothing to answer.
        first = Math.Min(first, turns.Count - 1);

        var given = new List<ChatMessage> { new SystemChatMessage(DefaultAgent.Instructions) };
        if (first > 0) given.Add(new SystemChatMessage(LeftOut));
        foreach (var turn in turns.Skip(Math.Max(first, 0))) given.AddRange(turn.SelectMany(message => Given(message, turn)));
        return given;
    }

    /// <summary>Every source of outside content in what the model is given: what it then says derives from all of it.</summary>
    public static IReadOnlyList<string> Sources(IEnumerable<MessageRow> messages) =>
        [.. messages.SelectMany(message => message.Sources).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The tools as the model sees them, names without dots.</summary>
    public static ChatTool Tool(ToolName name, string description, JsonElement schema, bool strict) =>
        ChatTool.CreateFunctionTool(name.OnTheWire, description, BinaryData.FromString(schema.GetRawText()), strict ? true : null);

    // An assistant's message that called tools and the answers to it stay together: a model refuses one without the other.
    private static List<List<MessageRow>> Turns(IReadOnlyList<MessageRow> messages)
    {
        var turns = new List<List<MessageRow>>();
        foreach (var message in messages)
        {
            if (message.Role == MessageRole.Tool && turns.Count > 0) turns[^1].Add(message);
            else turns.Add([message]);
        }

        return turns;
    }

    private static int Size(MessageRow message) =>
        (message.Role == MessageRole.Tool ? 0 : message.Text.Length)
        + (ResultOf(message)?.Length ?? 0)
        + message.Calls.Sum(call => call.Name.Length + call.Arguments.Length);

    /// <summary>A result is written out once, however many turns it is part of.</summary>
    private static string? ResultOf(MessageRow message) =>
        message.Result is null ? null : Results.GetValue(message, static row => row.Result!.Value.GetRawText());

    private static IEnumerable<ChatMessage> Given(MessageRow message, IReadOnlyList<MessageRow> turn)
    {
        switch (message.Role)
        {
            case MessageRole.Person:
                yield return new UserChatMessage(message.Text);
                break;
            case MessageRole.Assistant when message.Calls.Count == 0:
                yield return new AssistantChatMessage(message.Text);
                break;
            case MessageRole.Assistant:
                var said = new AssistantChatMessage(message.Calls.Select(call => ChatToolCall.CreateFunctionToolCall(call.Id, call.Name, BinaryData.FromString(call.Arguments))));
                if (message.Text.Length > 0) said.Content.Add(ChatMessageContentPart.CreateTextPart(message.Text));
                yield return said;
                for (var i = 0; i < message.Calls.Count; i++)
                {
                    var answer = turn.FirstOrDefault(m => m.Role == MessageRole.Tool && m.Call == i);
                    yield return new ToolChatMessage(message.Calls[i].Id, (answer is null ? null : ResultOf(answer)) ?? Unanswered);
                }

                break;
        }
    }
}
