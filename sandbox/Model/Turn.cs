namespace Countersign.Sandbox.Model;

/// <summary>A call in an answer; the arguments are text as they go over the wire, valid or not.</summary>
internal sealed record TurnCall(string Id, string Name, string Arguments);

/// <summary>What the model answers: words, or calls.</summary>
internal sealed record Turn(string Text, IReadOnlyList<TurnCall> Calls, string FinishReason)
{
    public static Turn Say(string text) => new(text, [], "stop");

    public static Turn Call(IReadOnlyList<TurnCall> calls) => new("", calls, "tool_calls");
}
