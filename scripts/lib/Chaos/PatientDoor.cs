using System.Net;
using Countersign.Scripts.Story;

namespace Countersign.Scripts.Chaos;

/// <summary>A client of the app's doors that tries again while the app is away, with the same Idempotency-Key.</summary>
public sealed class PatientDoor(Api doors, Deadline deadline)
{
    public Task<Reply> GetAsync(string path, CancellationToken ct) => UntilAnsweredAsync(() => doors.GetAsync(path, ct), ct);

    public Task<Reply> PostAsync(string path, string? json, string key, CancellationToken ct) => UntilAnsweredAsync(() => doors.PostAsync(path, json, ct, key), ct);

    private async Task<Reply> UntilAnsweredAsync(Func<Task<Reply>> send, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                var reply = await send();
                if (reply.Status is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.TooManyRequests)) return reply;
                deadline.Check($"an answer but {(int)reply.Status} {reply.Text("title")}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
            {
                deadline.Check("an answer of the app");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
        }
    }
}

/// <summary>The longest that a run may take.</summary>
public sealed class Deadline(TimeSpan atMost)
{
    private readonly long _started = TimeProvider.System.GetTimestamp();

    public void Check(string what)
    {
        if (TimeProvider.System.GetElapsedTime(_started) > atMost) throw new LateException(what);
    }
}

/// <summary>A run did not come to its end: the person was not told.</summary>
public sealed class LateException(string what) : Exception($"In time there was not {what}.");
