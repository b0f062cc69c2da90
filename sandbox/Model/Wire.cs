using System.Text.Json.Nodes;

namespace Countersign.Sandbox.Model;

/// <summary>Answers as objects and as chunks, in the order the real service sends them.</summary>
internal sealed class Wire(string id, string model, long created)
{
    // Small pieces, so that an argument is cut inside its escapes and a client that does not join them fails.
    private const int ArgumentPiece = 5;

    private const int TextPiece = 12;

    public JsonObject Whole(Turn turn, int promptTokens)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = turn.Calls.Count > 0 && turn.Text.Length == 0 ? null : turn.Text, ["refusal"] = null };
        if (turn.Calls.Count > 0)
            message["tool_calls"] = new JsonArray([.. turn.Calls.Select(c => new JsonObject
            {
                ["id"] = c.Id,
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = c.Name, ["arguments"] = c.Arguments },
            })]);
        message["annotations"] = new JsonArray();
        var choice = new JsonObject { ["index"] = 0, ["message"] = message, ["logprobs"] = null, ["finish_reason"] = turn.FinishReason };
        return new JsonObject
        {
            ["id"] = id,
            ["object"] = "chat.completion",
            ["created"] = created,
            ["model"] = model,
            ["choices"] = new JsonArray(choice),
            ["usage"] = Usage(turn, promptTokens),
            ["service_tier"] = "default",
            ["system_fingerprint"] = "fp_sandbox",
        };
    }

    /// <summary>Role, text, calls interleaved by index, finish reason; then usage where it was asked for.</summary>
    public IEnumerable<JsonObject> Chunks(Turn turn, int promptTokens, bool includeUsage)
    {
        yield return Chunk(new JsonObject { ["role"] = "assistant", ["content"] = "", ["refusal"] = null }, null, includeUsage);
        foreach (var piece in Pieces(turn.Text, TextPiece)) yield return Chunk(new JsonObject { ["content"] = piece }, null, includeUsage);
        for (var i = 0; i < turn.Calls.Count; i++)
        {
            var call = turn.Calls[i];
            yield return Chunk(Delta(new JsonObject
            {
                ["index"] = i,
                ["id"] = call.Id,
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = "" },
            }), null, includeUsage);
        }

        string[][] pieces = [.. turn.Calls.Select(c => Pieces(c.Arguments, ArgumentPiece).ToArray())];
        for (var round = 0; round < pieces.Select(p => p.Length).DefaultIfEmpty().Max(); round++)
        {
            for (var i = 0; i < pieces.Length; i++)
            {
                if (round < pieces[i].Length)
                    yield return Chunk(Delta(new JsonObject { ["index"] = i, ["function"] = new JsonObject { ["arguments"] = pieces[i][round] } }), null, includeUsage);
            }
        }

        yield return Chunk([], turn.FinishReason, includeUsage);
        if (!includeUsage) yield break;
        var last = Frame(new JsonArray());
        last["usage"] = Usage(turn, promptTokens);
        yield return last;
    }

    public static int Tokens(int characters) => (characters + 3) / 4;

    private static JsonObject Usage(Turn turn, int promptTokens)
    {
        var completion = Tokens(turn.Text.Length + turn.Calls.Sum(c => c.Name.Length + c.Arguments.Length));
        return new JsonObject
        {
            ["prompt_tokens"] = promptTokens,
            ["completion_tokens"] = completion,
            ["total_tokens"] = promptTokens + completion,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = 0, ["audio_tokens"] = 0 },
            ["completion_tokens_details"] = new JsonObject
            {
                ["reasoning_tokens"] = 0,
                ["audio_tokens"] = 0,
                ["accepted_prediction_tokens"] = 0,
                ["rejected_prediction_tokens"] = 0,
            },
        };
    }

    private static JsonObject Delta(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };

    /// <summary>Never between the halves of a surrogate pair: each piece is text by itself.</summary>
    private static IEnumerable<string> Pieces(string text, int size)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(size, text.Length - at);
            if (at + length < text.Length && char.IsHighSurrogate(text[at + length - 1])) length++;
            yield return text.Substring(at, length);
            at += length;
        }
    }

    private JsonObject Chunk(JsonObject delta, string? finish, bool includeUsage)
    {
        var chunk = Frame(new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finish }));
        if (includeUsage) chunk["usage"] = null;
        return chunk;
    }

    private JsonObject Frame(JsonArray choices) => new()
    {
        ["id"] = id,
        ["object"] = "chat.completion.chunk",
        ["created"] = created,
        ["model"] = model,
        ["service_tier"] = "default",
        ["system_fingerprint"] = "fp_sandbox",
        ["choices"] = choices,
    };
}
