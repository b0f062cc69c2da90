using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.Tests.EndToEnd.Live.Secrets;

/// <summary>An OTLP collector, as far as an exporter knows: it takes traces and metrics over HTTP and keeps the bytes.</summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MemoryStream> _received = [];

    private Collector(WebApplication app) => _app = app;

    /// <summary>With its slash.</summary>
    public string Address => _app.Urls.First() + "/";

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector._app.MapPost("/v1/{signal}", collector.TakeAsync);
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>All that was received of <c>traces</c> or <c>metrics</c>, as protobuf.</summary>
    public byte[] Received(string signal)
    {
        lock (_lock) return _received.TryGetValue(signal, out var bytes) ? bytes.ToArray() : [];
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, string signal)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        lock (_lock)
        {
            if (!_received.TryGetValue(signal, out var all)) _received[signal] = all = new MemoryStream();
            body.WriteTo(all);
        }
    }
}
