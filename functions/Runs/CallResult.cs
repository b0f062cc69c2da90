using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Actions;
using Countersign.Connectors;

namespace Countersign.Runs;

/// <summary>
/// What the model is given for a call: <c>{"outcome","text"?,"outside_content"?,"result"?}</c>. The outcome and the text are ours; what came from outside
/// stands under <c>result</c> and its sources are named.
/// </summary>
internal static class CallResult
{
    public static JsonElement Of(string outcome, string? text = null, JsonElement? result = null, IReadOnlyList<string>? sources = null, string? url = null)
    {
        var given = new JsonObject { ["outcome"] = outcome };
        if (text is not null) given["text"] = text;
        if (url is not null) given["url"] = url;
        if (sources is { Count: > 0 }) given["outside_content"] = new JsonArray([.. sources.Select(source => (JsonNode?)source)]);
        if (result is { } value) given["result"] = JsonNode.Parse(value.GetRawText());
        return JsonDocument.Parse(given.ToJsonString()).RootElement.Clone();
    }

    public static JsonElement Of(ActionRow row) => Of(row.State.Word(), row.Text, row.Result, row.Sources, row.Url);

    public static JsonElement Invalid(IReadOnlyList<ArgumentError> errors) =>
        Of("invalid", "The arguments are not as the tool takes them: " + string.Join(" ", errors.Take(8).Select(error => $"{error.Path}: {error.Text}")));
}
