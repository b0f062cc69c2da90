using System.Text;

namespace Countersign.Tests.EndToEnd.Live.Secrets;

/// <summary>Every answer that the app gave to a test, headers and body, kept until the world ends.</summary>
public sealed class AnswerLog
{
    private readonly Lock _lock = new();
    private readonly MemoryStream _all = new();

    public byte[] All
    {
        get
        {
            lock (_lock) return _all.ToArray();
        }
    }

    public void Add(string text) => Add(Encoding.UTF8.GetBytes(text + "\n"));

    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_lock) _all.Write(bytes);
    }
}

/// <summary>Writes what passes into the log. A stream of events is its reader's to write down.</summary>
internal sealed class AnswerLogHandler(AnswerLog log) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        log.Add($"{request.Method} {request.RequestUri} {(int)response.StatusCode}\n{response.Headers}{response.Content.Headers}");
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream") return response;
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        log.Add(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return response;
    }
}
