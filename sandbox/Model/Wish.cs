using System.Text.Json.Nodes;

namespace Countersign.Sandbox.Model;

/// <summary>Something the model wants to do: a call of a tool, or words to say.</summary>
internal sealed record Wish(string Tool, JsonObject Arguments, string? Words = null)
{
    public static Wish Say(string words) => new("", [], words);

    /// <summary>The same call again, whatever was filled in beyond what was asked.</summary>
    public bool Same(string tool, string arguments)
    {
        if (tool != Tool) return false;
        try
        {
            return JsonNode.Parse(arguments, null, Findings.Once) is JsonObject made && Arguments.All(a => JsonNode.DeepEquals(made[a.Key], a.Value));
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
