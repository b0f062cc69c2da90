using System.Text;
using System.Text.Json;
using Countersign.Actions;
using Countersign.Connectors;
using Countersign.Identity;

namespace Countersign.Runs;

/// <summary>One call of one turn, read from the rows: what was called, by which run, and whether it is answered already.</summary>
internal sealed record CallContext(PrincipalId Person, RunRow Run, ThreadId Thread, MessageRow Message, MessageCall Call, int Index, bool Answered, Tool? Tool)
{
    /// <summary>The number that the answer's message has, whoever writes it.</summary>
    public int AnswerNumber => Message.Number + 1 + Index;

    public static async Task<CallContext?> ReadAsync(RunBook book, ToolCatalog catalog, CallStep step, CancellationToken ct)
    {
        var person = PrincipalId.Parse(step.Principal);
        if (await book.RunAsync(person, RunId.Parse(step.Run), ct) is not { Value: { Thread: { } thread } run } || run.Turn != step.Turn) return null;
        var message = (await book.MessageAsync(person, thread, run.Message, ct))?.Value;
        if (message is null || step.Call >= message.Calls.Count) return null;
        var call = message.Calls[step.Call];
        var answered = await book.MessageAsync(person, thread, message.Number + 1 + step.Call, ct) is not null;
        return new CallContext(person, run, thread, message, call, step.Call, answered, catalog.FindOnTheWire(call.Name));
    }

    /// <summary>The arguments as JSON; null where the model wrote something else.</summary>
    public JsonElement? Arguments()
    {
        try
        {
            return JsonDocument.Parse(Encoding.UTF8.GetBytes(Call.Arguments.Length == 0 ? "{}" : Call.Arguments), new JsonDocumentOptions { MaxDepth = 32 }).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The tool's message that answers this call.</summary>
    public MessageRow Answer(TimeProvider time, JsonElement result, string text, IReadOnlyList<string>? sources = null, ActionId? action = null, string? rule = null) => new()
    {
        Number = AnswerNumber, Role = MessageRole.Tool, Run = Run.Id, Turn = Run.Turn, At = time.GetUtcNow(), Text = text, Call = Index, Result = result, Action = action, Rule = rule,
        // What was proposed derives from the conversation: its marks stay on what came of it.
        Sources = [.. Message.Sources.Concat(sources ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
    };
}
