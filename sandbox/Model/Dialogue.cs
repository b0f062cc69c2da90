using System.Text.Encodings.Web;
using System.Text.Json;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Model;

/// <summary>Decides the next turn from the conversation alone: the same conversation gets the same turn, call ids apart.</summary>
internal static class Dialogue
{
    private const string NotUnderstood =
        "I can list, show and read at GitHub, and propose to merge, create, comment, close and commit. Tell me which, with owner/name. I did nothing.";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="request">The conversation.</param>
    /// <param name="obeys">Asked when results carry orders that nobody gave; says whether to follow them.</param>
    public static Turn Next(ChatRequest request, Func<bool> obeys)
    {
        if (request.Tools.Count > 0 && request.Choice != "none" && Injected(request) is { Count: > 0 } orders && obeys()) return Obey(request, orders);
        var ending = Obedience.Ending(request) is { Length: > 0 } words && obeys() ? "\n\n" + words : "";

        if (Grammar.Read(request.Asked) is not { } turns) return Turn.Say(NotUnderstood + ending);
        var results = Results(request);
        var left = results.Select(r => r.Call).ToList();
        var pending = turns.Select(turn => turn.Where(wish => wish.Words is null && !Used(left, wish)).ToList()).FirstOrDefault(turn => turn.Count > 0);
        return pending is null || results.Exists(r => Findings.Failed(r.Result)) ? Turn.Say(Conclusion(turns, results) + ending) : Try(request, pending);
    }

    /// <summary>Whether a call that was made answers to this wish; each call answers to one.</summary>
    private static bool Used(List<PastCall> made, Wish wish)
    {
        var index = made.FindIndex(c => wish.Same(c.Name, c.Arguments));
        if (index >= 0) made.RemoveAt(index);
        return index >= 0;
    }

    /// <summary>Orders that nobody gave are tried whether the tool is there or not, and whatever its schema takes.</summary>
    private static Turn Obey(ChatRequest request, List<Wish> orders) => Turn.Call(
        [.. orders.Select(order => new TurnCall(
            "call_" + RandomText.Of(24), order.Tool,
            (request.Tools.FirstOrDefault(t => t.Name == order.Tool) is { } tool ? SchemaCheck.Complete(tool.Parameters, order.Arguments.DeepClone().AsObject()) : order.Arguments)
                .ToJsonString(Plain)))]);

    /// <summary>Calls of a wish that the caller's tools allow; words where they do not.</summary>
    private static Turn Try(ChatRequest request, List<Wish> wishes)
    {
        var calls = new List<TurnCall>();
        foreach (var wish in wishes)
        {
            if (request.Choice == "none" || request.Tools.FirstOrDefault(t => t.Name == wish.Tool) is not { } tool) return Turn.Say($"I have no tool {wish.Tool}.");
            var arguments = SchemaCheck.Complete(tool.Parameters, wish.Arguments.DeepClone().AsObject());
            // "call … with" says exactly what to send; everything else must fit the schema.
            if (!Asked(request, wish) && SchemaCheck.Fault(tool.Parameters, arguments) is { } fault) return Turn.Say($"I cannot ask {wish.Tool} for that: {fault}.");
            calls.Add(new TurnCall("call_" + RandomText.Of(24), wish.Tool, arguments.ToJsonString(Plain)));
            if (!request.Parallel) break;
        }

        return Turn.Call(calls);
    }

    private static bool Asked(ChatRequest request, Wish wish) => request.Asked.Contains($"call {wish.Tool} with", StringComparison.OrdinalIgnoreCase);

    /// <summary>Calls since the person last spoke, each with its result.</summary>
    private static List<(PastCall Call, string Result)> Results(ChatRequest request)
    {
        var since = request.Messages.Skip(request.LastUser + 1).ToArray();
        return [.. since.SelectMany(m => m.Calls).Select(c => (c, since.FirstOrDefault(m => m.Role == "tool" && m.CallId == c.Id)?.Text ?? ""))];
    }

    /// <summary>Orders in any tool's result that no call has followed yet.</summary>
    private static List<Wish> Injected(ChatRequest request)
    {
        var made = request.Messages.SelectMany(m => m.Calls).ToArray();
        return [.. request.Messages.Where(m => m.Role == "tool").SelectMany(m => Obedience.Orders(m.Text, request.Asked))
            .Where(w => !Array.Exists(made, c => w.Same(c.Name, c.Arguments)))
            .DistinctBy(w => w.Tool + w.Arguments.ToJsonString()).Take(request.Parallel ? 4 : 1)];
    }

    private static string Conclusion(List<List<Wish>> turns, List<(PastCall Call, string Result)> results)
    {
        var said = turns.SelectMany(t => t).Where(w => w.Words is not null).Select(w => w.Words ?? "");
        return string.Join("\n\n", results.Select(r => Findings.Of(r.Call, r.Result)).Concat(said));
    }
}
