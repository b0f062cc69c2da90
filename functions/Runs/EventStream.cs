using System.Globalization;
using System.Text;
using Countersign.Audit;
using Countersign.Http;
using Countersign.Identity;
using Countersign.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Countersign.Runs;

/// <summary>Sends a person's numbered events as server-sent events, from rows; a signal only makes it look at once.</summary>
public sealed class EventStream(
    People people, RunBook book, IPersonSignals signals, Limits limits, IHostApplicationLifetime app, IOptions<RunsOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <summary>Another process may have written: this is how long its signal may be missing.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private const int AtOnce = 200;

    /// <summary>The number of the person's last event.</summary>
    public async Task<long> LastAsync(PrincipalId person, CancellationToken ct) =>
        await people.ReadAsync(person, "head", AuditJson.Default.ChainHead, ct) is { Value: var head } ? head.Event : 0;

    /// <param name="after">The number to begin after.</param>
    /// <param name="only">Only events of this run.</param>
    /// <param name="untilOver">Ends when that run is over.</param>
    /// <param name="follow">Whether it goes on after what has happened already.</param>
    public IResult Open(PrincipalId person, long after, RunId? only, bool untilOver, bool follow = true) => new Stream(this, person, after, only, untilOver, follow);

    private async Task SendAsync(HttpContext http, PrincipalId person, long after, RunId? only, bool untilOver, bool follow)
    {
        using var place = limits.TryEnterStream(person);
        if (place is null)
        {
            await Limits.TooManyStreams.ToResult().ExecuteAsync(http);
            return;
        }

        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        using var both = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, app.ApplicationStopping);
        var ct = both.Token;
        var changed = new SemaphoreSlim(0, 1);
        using var subscription = signals.Subscribe(person, () => Raise(changed));
        var opened = time.GetTimestamp();
        var sent = opened;
        try
        {
            await WriteAsync(http, "retry: 1000\n\n", ct);
            while (time.GetElapsedTime(opened) < options.Value.StreamLife)
            {
                var over = untilOver && only is { } run && await book.RunAsync(person, run, ct) is { Value.IsOver: true };
                var (last, wrote) = await PassOnAsync(http, person, after, only, ct);
                after = last;
                if (wrote) sent = time.GetTimestamp();
                if (over || !follow) return;
                if (time.GetElapsedTime(sent) >= Quiet)
                {
                    await WriteAsync(http, ": still here\n\n", ct);
                    sent = time.GetTimestamp();
                }

                await changed.WaitAsync(LookAgain, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader left, or the process stops: the reader comes back with the last number it saw.
        }
    }

    private async Task<(long Last, bool Wrote)> PassOnAsync(HttpContext http, PrincipalId person, long after, RunId? only, CancellationToken ct)
    {
        var wrote = false;
        string? continuation = null;
        var range = new KeyRange(Trail.EventKey(after + 1), "event~~");
        do
        {
            // One that was altered is left out: those after it still come.
            var page = await people.QueryAsync(
                person, range, AtOnce, continuation, AuditJson.Default.NumberedEvent, ct, LeftOut<NumberedEvent>.Altered);
            continuation = page.Continuation;
            var text = new StringBuilder();
            foreach (var stored in page.Items.Where(stored => stored.Key == Trail.EventKey(stored.Value.N) && stored.Value is { Type: not null, Data: not null }))
            {
                after = stored.Value.N;
                if (only is { } run && stored.Value.Run != run) continue;
                text.Append(CultureInfo.InvariantCulture, $"id: {stored.Value.N}\nevent: {stored.Value.Type}\ndata: {stored.Value.Data.ToJsonString()}\n\n");
            }

            if (text.Length == 0) continue;
            await WriteAsync(http, text.ToString(), ct);
            wrote = true;
        }
        while (continuation is not null);
        return (after, wrote);
    }

    private static async Task WriteAsync(HttpContext http, string text, CancellationToken ct)
    {
        await http.Response.WriteAsync(text, Encoding.UTF8, ct);
        await http.Response.Body.FlushAsync(ct);
    }

    private static void Raise(SemaphoreSlim changed)
    {
        try
        {
            changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    private sealed class Stream(EventStream events, PrincipalId person, long after, RunId? only, bool untilOver, bool follow) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => events.SendAsync(httpContext, person, after, only, untilOver, follow);
    }
}
