using System.Buffers;
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.RegularExpressions;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenAI;
using OpenAI.Chat;

namespace Countersign.Runs.Model;

/// <summary>
/// Asks the model, streaming (OpenAI chat completions). The client's own retries are off: asking again is the run's decision, with a durable timer.
/// </summary>
public sealed partial class AgentModel
{
    private const string EntraScope = "https://ai.azure.com/.default";
    private readonly ChatClient _chat;
    private readonly ModelOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<AgentModel> _log;

    /// <param name="http">The way out to the model's origin.</param>
    public AgentModel(HttpClient http, IOptions<ModelOptions> options, TimeProvider time, ILogger<AgentModel> log)
    {
        _options = options.Value;
        _time = time;
        _log = log;
        var client = new OpenAIClientOptions
        {
            Endpoint = new Uri(_options.Endpoint),
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = TimeSpan.FromSeconds(_options.TimeoutSeconds),
            Transport = new HttpClientPipelineTransport(http),
        };
        // The type is for evaluation in this version of the library; it is how the same client signs in with Entra.
#pragma warning disable OPENAI001
        _chat = _options.Entra
            ? new ChatClient(_options.Name, new BearerTokenPolicy(new DefaultAzureCredential(), EntraScope), client)
            : new ChatClient(_options.Name, new ApiKeyCredential(_options.Key!), client);
#pragma warning restore OPENAI001
    }

    /// <param name="messages">The conversation, the instructions first.</param>
    /// <param name="tools">The tools it may see.</param>
    /// <param name="onText">Called with each piece of text as it comes; an exception from it ends the asking and is passed on.</param>
    public async Task<ModelTurn> AskAsync(
        IReadOnlyList<ChatMessage> messages, IReadOnlyList<ChatTool> tools, Func<string, CancellationToken, Task> onText, CancellationToken ct)
    {
        var options = new ChatCompletionOptions { MaxOutputTokenCount = _options.MaxAnswerTokens };
        foreach (var tool in tools) options.Tools.Add(tool);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeoutSeconds), _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var text = new StringBuilder();
        var calls = new SortedDictionary<int, Call>();
        var tokens = 0;
        var telling = false;
        ChatFinishReason? finish = null;
        try
        {
            await foreach (var update in _chat.CompleteChatStreamingAsync(messages, options, both.Token))
            {
                foreach (var part in update.ContentUpdate)
                {
                    if (part.Text is not { Length: > 0 } piece) continue;
                    text.Append(piece);
                    telling = true;
                    await onText(piece, both.Token);
                    telling = false;
                }

                foreach (var part in update.ToolCallUpdates)
                {
                    if (!calls.TryGetValue(part.Index, out var call)) calls[part.Index] = call = new Call();
                    call.Add(part);
                }

                finish = update.FinishReason ?? finish;
                if (update.Usage is { } usage) tokens = usage.TotalTokenCount;
            }
        }
        catch (ClientResultException e)
        {
            return Refusal(e);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // By our limit or by the client library's own, which is as long: whichever comes first.
            return new ModelTurn.Again("timeout", TimeSpan.FromSeconds(2));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or System.Text.Json.JsonException && !telling && !ct.IsCancellationRequested)
        {
            return new ModelTurn.Again("unreachable", TimeSpan.FromSeconds(2));
        }
        catch (Exception e) when (!telling && e is not OperationCanceledException)
        {
            // The client's library throws whatever comes to hand at an answer of a wrong shape.
            return new ModelTurn.Again("nonsense", TimeSpan.FromSeconds(2));
        }

        return finish switch
        {
            // An error in mid-stream is passed over by the client and shows as a stream that just ends.
            null => new ModelTurn.Again("cut", TimeSpan.FromSeconds(1)),
            ChatFinishReason.Length => new ModelTurn.Failed("too_long"),
            ChatFinishReason.ContentFilter => new ModelTurn.Failed("filtered"),
            _ => new ModelTurn.Said(text.ToString(), [.. calls.Values.Select(call => call.Whole())], tokens),
        };
    }

    private ModelTurn Refusal(ClientResultException e)
    {
        var body = e.GetRawResponse()?.Content?.ToString() ?? "";
        return e.Status switch
        {
            429 when body.Contains("insufficient_quota", StringComparison.Ordinal) => new ModelTurn.Failed("quota"),
            408 or 409 or 429 => new ModelTurn.Again("busy", After(e)),
            >= 500 => new ModelTurn.Again("busy", After(e)),
            0 => new ModelTurn.Again("unreachable", TimeSpan.FromSeconds(2)),
            400 when body.Contains("context_length_exceeded", StringComparison.Ordinal) => new ModelTurn.Failed("too_long"),
            400 when body.Contains("content_filter", StringComparison.Ordinal) => new ModelTurn.Failed("filtered"),
            _ => Misconfigured(e.Status, body),
        };
    }

    private ModelTurn.Failed Misconfigured(int status, string body)
    {
        // Of the answer only its code is logged: its text may repeat the prompt.
        var code = ErrorCode().Match(body);
        _log.ModelRefused(status, code.Success ? code.Groups[1].Value : "");
        return new ModelTurn.Failed("misconfigured");
    }

    [GeneratedRegex("\"code\"\\s*:\\s*\"([a-z_]{1,64})\"", RegexOptions.CultureInvariant)]
    private static partial Regex ErrorCode();

    private TimeSpan After(ClientResultException e)
    {
        var least = TimeSpan.FromSeconds(2);
        if (e.GetRawResponse() is not { } response || !response.Headers.TryGetValue("retry-after", out var text) || text is null) return least;
        var asked = int.TryParse(text, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var at) ? at - _time.GetUtcNow() : least;
        return asked > least ? asked : least;
    }

    private sealed class Call
    {
        private readonly ArrayBufferWriter<byte> _arguments = new();
        private string _id = "";
        private string _name = "";

        public void Add(StreamingChatToolCallUpdate part)
        {
            if (part.ToolCallId is { Length: > 0 } id) _id = id;
            if (part.FunctionName is { Length: > 0 } name) _name = name;
            if (part.FunctionArgumentsUpdate is { } more) _arguments.Write(more.ToMemory().Span);
        }

        // Joined as bytes: a character may be cut between two parts.
        public ModelCall Whole() => new(_id, _name, Encoding.UTF8.GetString(_arguments.WrittenSpan));
    }
}
