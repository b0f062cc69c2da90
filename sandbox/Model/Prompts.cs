using System.Text.Json.Nodes;

namespace Countersign.Sandbox.Model;

/// <summary>Every body the model was sent, in order.</summary>
internal sealed class Prompts(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<(DateTimeOffset At, string Body)> _all = [];

    public void Keep(string body)
    {
        lock (_lock) _all.Add((time.GetUtcNow(), body));
    }

    public void Clear()
    {
        lock (_lock) _all.Clear();
    }

    /// <summary>As a list of <c>{"at","body"}</c>; a body that is no JSON stands as text.</summary>
    public JsonArray List()
    {
        lock (_lock) return [.. _all.Select(p => (JsonNode)new JsonObject { ["at"] = p.At.UtcDateTime.ToString("O"), ["body"] = Parse(p.Body) })];
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return text;
        }
    }
}
