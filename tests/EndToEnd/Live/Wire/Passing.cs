using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Countersign.Tests.EndToEnd.Live.Wire;

/// <summary>One request of the app's and its answer, on their way. What is set here is what goes on.</summary>
public sealed class Passing
{
    /// <summary><c>tenant</c> or <c>github</c>.</summary>
    public required string Party { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query.</summary>
    public required string Path { get; set; }

    public string? Bearer { get; set; }

    public string Body { get; set; } = "";

    /// <summary>Whose request it is, by the tenant's user id; null where nothing tells.</summary>
    public string? Person { get; set; }

    public int Status { get; set; }

    public string Answer { get; set; } = "";

    /// <summary>A member of a form; empty where there is none.</summary>
    public string Form(string name) => QueryHelpers.ParseQuery(Body).TryGetValue(name, out var value) ? value.ToString() : "";

    public void SetForm(string name, string value) => Body = string.Join(
        '&', QueryHelpers.ParseQuery(Body).Select(member => $"{Uri.EscapeDataString(member.Key)}={Uri.EscapeDataString(member.Key == name ? value : member.Value.ToString())}"));

    /// <summary>A member of the answer; empty where there is none.</summary>
    public string Told(string name) => Json(Answer)?[name] is JsonValue value ? value.ToString() : "";

    /// <summary>Sets a member of the answer, by its path.</summary>
    public void Tell(string path, JsonNode value) => Answer = Set(Answer, path, value);

    /// <summary>Sets a member of the body, by its path.</summary>
    public void Send(string path, JsonNode value) => Body = Set(Body, path, value);

    /// <summary>Another letter or digit in the middle of it: at its end base 64 has bits that mean nothing.</summary>
    public static string OneByteOf(string text)
    {
        var at = Enumerable.Range(text.Length / 2, text.Length).Select(i => i % text.Length).First(i => char.IsAsciiLetterOrDigit(text[i]));
        return $"{text[..at]}{(text[at] switch { '9' or 'z' or 'Z' => (char)(text[at] - 1), var one => (char)(one + 1) })}{text[(at + 1)..]}";
    }

    /// <summary>The claims of a token.</summary>
    public static JsonObject ClaimsOf(string token) => Json(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1])))!;

    /// <summary>The token with other claims under the signature that it has.</summary>
    public static string WithClaims(string token, Action<JsonObject> change)
    {
        var (parts, claims) = (token.Split('.'), ClaimsOf(token));
        change(claims);
        return $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}.{parts[2]}";
    }

    private static string Set(string json, string path, JsonNode value)
    {
        var root = Json(json)!;
        var names = path.Split('.');
        var holder = names[..^1].Aggregate((JsonNode)root, (node, name) => node[name]!);
        holder[names[^1]] = value;
        return root.ToJsonString();
    }

    private static JsonObject? Json(string text) => text.StartsWith('{') ? JsonNode.Parse(text) as JsonObject : null;
}
