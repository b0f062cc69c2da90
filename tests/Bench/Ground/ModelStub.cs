using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Countersign.Tests.Bench.Measuring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Bench.Ground;

/// <summary>
/// A model that thinks no time at all: it asks for the same read until the conversation has as many turns as the person's message says
/// (<c>N turns of OWNER/REPOSITORY</c>), then says a word; or many, as fast as a quick model does, where the message ends so. When it was asked is kept, by conversation.
/// </summary>
internal sealed class ModelStub : IAsyncDisposable
{
    /// <summary>A message that ends so is answered with 2,000 tokens.</summary>
    public const string Long = "at length";

    /// <summary>What the long answer ends with.</summary>
    public const string LastWord = "That is all of it.";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, List<Asked>> _asked = new(StringComparer.Ordinal);

    private ModelStub(WebApplication app) => _app = app;

    public string Origin { get; private set; } = "";

    public string Address => Origin + "/v1";

    public static async Task<ModelStub> StartAsync()
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"]);
        var app = builder.Build();
        var stub = new ModelStub(app);
        app.MapPost("/v1/chat/completions", stub.AnswerAsync);
        await app.StartAsync();
        stub.Origin = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return stub;
    }

    /// <summary>When the model was asked for turn 1, 2, …, and had answered.</summary>
    public IReadOnlyList<Asked> Of(string message) => _asked.TryGetValue(message, out var asked) ? asked : [];

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var came = Clock.Now;
        using var request = JsonDocument.Parse(body.ToArray());
        var messages = request.RootElement.GetProperty("messages").EnumerateArray().ToList();
        var message = TextOf(messages.Last(one => one.GetProperty("role").GetString() == "user"));
        var turns = messages.Count(one => one.GetProperty("role").GetString() == "assistant");
        var words = message.Split(' ');
        context.Response.ContentType = "text/event-stream";
        if (message.EndsWith(Long, StringComparison.Ordinal)) await TalkAsync(context.Response, context.RequestAborted);
        else await context.Response.WriteAsync(turns + 1 < int.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture) ? Call(turns, words[3]) : Word);
        await context.Response.CompleteAsync();
        _asked.GetOrAdd(message, _ => []).Add(new Asked(came, Clock.Now));
    }

    private static string TextOf(JsonElement message)
    {
        var content = message.GetProperty("content");
        return content.ValueKind == JsonValueKind.String ? content.GetString()! : content[0].GetProperty("text").GetString()!;
    }

    private static string Call(int turn, string repository)
    {
        var arguments = JsonEncodedText.Encode($$"""{"repository":"{{repository}}","number":4}""");
        return Chunks(
            $$$"""{"tool_calls":[{"index":0,"id":"call_{{{turn}}}","type":"function","function":{"name":"github_get_issue","arguments":"{{{arguments}}}"}}]}""", "tool_calls");
    }

    /// <summary>Some 200 tokens a second, each a piece of its own.</summary>
    private static async Task TalkAsync(HttpResponse response, CancellationToken ct)
    {
        for (var token = 0; token < 2000; token++)
        {
            await response.WriteAsync(Chunk($$"""{"content":"{{JsonEncodedText.Encode(Token(token))}}"}""", "null"), ct);
            await response.Body.FlushAsync(ct);
            await Clock.WaitAsync(0.005, ct);
        }

        await response.WriteAsync(Chunks($$"""{"content":"\n\n{{LastWord}}"}""", "stop"), ct);
    }

    /// <summary>A paragraph, a list, code and a table, over and over.</summary>
    private static string Token(int at) => (at % 100) switch
    {
        0 => "\n\n## Part\n\n",
        50 => "\n\n- one **thing**\n- `another`\n\n",
        70 => "\n\n```ts\nconst sum = (a: number, b: number) => a + b\n```\n\n",
        85 => "\n\n| left | right |\n| --- | --- |\n| 1 | 2 |\n\n",
        _ => "word ",
    };

    private static string Word => Chunks("""{"content":"Done."}""", "stop");

    private static string Chunks(string delta, string finish)
    {
        var text = new StringBuilder();
        foreach (var (part, end) in new[] { (delta, "null"), ("{}", $"\"{finish}\"") }) text.Append(Chunk(part, end));
        return text.Append("data: [DONE]\n\n").ToString();
    }

    private static string Chunk(string delta, string finish) =>
        "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"stub\",\"choices\":[{\"index\":0,\"delta\":" + delta
        + ",\"logprobs\":null,\"finish_reason\":" + finish + "}]}\n\n";

    internal readonly record struct Asked(long Came, long Answered);
}
