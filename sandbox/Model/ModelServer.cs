using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Model;

/// <summary>Chat completions and models over HTTP: who calls, what is wrong with the request, the faults, then the turn in one piece or as a stream.</summary>
internal sealed class ModelServer(SandboxWorld world, Prompts prompts)
{
    public const string ModelName = "sandbox-model";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ModelFaults _faults = new(world);

    public Task ListAsync(HttpContext context) =>
        Refused(context) is { } refused ? WriteAsync(context, refused) : WriteAsync(context, 200, new JsonObject { ["object"] = "list", ["data"] = new JsonArray(Model()) });

    public Task OneAsync(HttpContext context)
    {
        if (Refused(context) is { } refused) return WriteAsync(context, refused);
        var name = context.GetRouteValue("id") as string ?? "";
        return name == ModelName ? WriteAsync(context, 200, Model()) : WriteAsync(context, ModelError.NoModel(name));
    }

    public Task NoRouteAsync(HttpContext context) => WriteAsync(context, ModelError.NoRoute(context.Request.Method, context.Request.Path));

    public async Task CompleteAsync(HttpContext context)
    {
        world.Counters.Add("model_calls");
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted).ConfigureAwait(false);
        prompts.Keep(text);
        if ((Refused(context) ?? Wrong(text, out _)) is { } refused)
        {
            await WriteAsync(context, refused).ConfigureAwait(false);
            return;
        }

        _ = Wrong(text, out var request);
        if (request.Model != ModelName)
        {
            await WriteAsync(context, ModelError.NoModel(request.Model)).ConfigureAwait(false);
            return;
        }

        if (_faults.Take("model_delay", request) is { } delay)
            await Task.Delay(TimeSpan.FromMilliseconds(delay.Number("ms", 1_000)), world.Time, context.RequestAborted).ConfigureAwait(false);
        if (_faults.Instead(request) is { } instead)
        {
            await WriteAsync(context, instead).ConfigureAwait(false);
            return;
        }

        var turn = Shorten(_faults.Another(request) ?? Dialogue.Next(request, () => _faults.Take("model_obey", request) is not null), request.MaxTokens);
        if (_faults.Take("model_finish", request) is { } finish) turn = turn with { FinishReason = finish.Text("reason") ?? "content_filter" };
        var wire = new Wire("chatcmpl-" + RandomText.Of(29), ModelName, world.Time.GetUtcNow().ToUnixTimeSeconds());
        if (request.Stream) await StreamAsync(context, wire, turn, request, Wire.Tokens(text.Length)).ConfigureAwait(false);
        else if (_faults.Take("model_cut", request) is not null) context.Abort();
        else await WriteAsync(context, 200, wire.Whole(turn, Wire.Tokens(text.Length))).ConfigureAwait(false);
    }

    private async Task StreamAsync(HttpContext context, Wire wire, Turn turn, ChatRequest request, int promptTokens)
    {
        JsonObject[] chunks = [.. wire.Chunks(turn, promptTokens, request.IncludeUsage)];
        var cut = _faults.Take("model_cut", request);
        var error = _faults.Take("model_stream_error", request) is not null;
        var pause = _faults.Take("model_slow", request) is { } slow ? TimeSpan.FromMilliseconds(slow.Number("ms", 50)) : TimeSpan.Zero;
        // Cut short of the finish reason: of text half is sent, of arguments too.
        var sent = cut is null && !error ? chunks.Length : Math.Max(1, (chunks.Length - (request.IncludeUsage ? 2 : 1)) / 2);
        Start(context, 200);
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        foreach (var chunk in chunks.Take(sent))
        {
            await SendAsync(context, chunk.ToJsonString(Plain)).ConfigureAwait(false);
            if (pause > TimeSpan.Zero) await Task.Delay(pause, world.Time, context.RequestAborted).ConfigureAwait(false);
        }

        if (error)
        {
            var body = new ModelError(500, "The server had an error processing your request.", "server_error").Body;
            await SendAsync(context, body.ToJsonString(Plain)).ConfigureAwait(false);
        }

        if (cut?.Text("abort") == "true") context.Abort();
        else if (cut is null && !error) await SendAsync(context, "[DONE]").ConfigureAwait(false);
    }

    /// <summary>One event, flushed; where it holds a character of several bytes the write is cut inside it.</summary>
    private static async Task SendAsync(HttpContext context, string data)
    {
        var bytes = Encoding.UTF8.GetBytes($"data: {data}\n\n");
        var wide = Array.FindIndex(bytes, b => b >= 0x80);
        if (wide >= 0)
        {
            await context.Response.Body.WriteAsync(bytes.AsMemory(0, wide + 1), context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }

        await context.Response.Body.WriteAsync(bytes.AsMemory(wide + 1), context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static ModelError? Wrong(string text, out ChatRequest request)
    {
        request = new ChatRequest("", [], [], false, false, true, "auto", null);
        try
        {
            using var document = JsonDocument.Parse(text);
            if (RequestRules.Broken(document.RootElement) is { } broken) return broken;
            request = ChatRequest.Read(document.RootElement.Clone());
            return null;
        }
        catch (JsonException)
        {
            return ModelError.Bad("We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly.)", null);
        }
    }

    /// <summary>Bearer key, or the <c>api-key</c> header that Azure's clients send.</summary>
    private ModelError? Refused(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var key = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : context.Request.Headers["api-key"].ToString();
        if (key.Length == 0) return ModelError.NoKey;
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(world.Keepsakes.ModelKey)) ? null : ModelError.WrongKey;
    }

    private static Turn Shorten(Turn turn, int? limit) =>
        limit is { } most && turn.Calls.Count == 0 && Wire.Tokens(turn.Text.Length) > most ? turn with { Text = turn.Text[..(most * 4)], FinishReason = "length" } : turn;

    private static JsonObject Model() => new() { ["id"] = ModelName, ["object"] = "model", ["created"] = 1_767_225_600, ["owned_by"] = "sandbox" };

    private static void Start(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        var headers = context.Response.Headers;
        headers["x-request-id"] = "req_" + RandomText.Hex(32);
        headers["openai-version"] = "2020-10-01";
        headers["openai-organization"] = "sandbox";
        headers["openai-processing-ms"] = "12";
        headers["x-ratelimit-limit-requests"] = "10000";
        headers["x-ratelimit-limit-tokens"] = "1000000";
        headers["x-ratelimit-remaining-requests"] = "9999";
        headers["x-ratelimit-remaining-tokens"] = "999000";
        headers["x-ratelimit-reset-requests"] = "6ms";
        headers["x-ratelimit-reset-tokens"] = "60ms";
    }

    private static Task WriteAsync(HttpContext context, ModelError error)
    {
        foreach (var (name, value) in error.Headers) context.Response.Headers[name] = value;
        return WriteAsync(context, error.Status, error.Body);
    }

    private static Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        Start(context, status);
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString(Plain));
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
