using Countersign.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Runs;

/// <summary>The person's stream of events.</summary>
public sealed class ApiEvents(EventStream events)
{
    /// <summary>
    /// Server-sent events (WHATWG HTML), one stream a person, their numbers without gaps as ids. It ends itself after 120 s; come back with
    /// <c>Last-Event-ID</c>. Without one it begins with what happens next. <c>run</c> filters, and then the numbers have gaps.
    /// </summary>
    [Function("ApiEvents")]
    [Route("Follow what happens", MediaType = "text/event-stream", Query = ["run: only what concerns this run", "after: the number to begin after, where Last-Event-ID cannot be sent", "follow: false to end after what has happened"])]
    public async Task<IResult> FollowAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/events")] HttpRequest request, CancellationToken ct)
    {
        var person = request.HttpContext.Caller().Principal;
        var query = new QueryParameters(request, "run", "after", "follow");
        RunId? only = null;
        if (query.Text("run") is { } text) only = RunId.TryParse(text, out var run) ? run : throw new ProblemException(Problems.BadParameter("run", "The id of a run."));
        var follow = query.Text("follow") switch
        {
            null or "true" => true,
            "false" => false,
            _ => throw new ProblemException(Problems.BadParameter("follow", "true or false.")),
        };
        var last = request.Headers["Last-Event-ID"].ToString();
        var after = last.Length > 0
            ? int.TryParse(last, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new ProblemException(Problems.BadParameter("Last-Event-ID", "The id of an event of this stream."))
            : query.Number("after", 0, int.MaxValue) ?? await events.LastAsync(person, ct);
        return events.Open(person, after, only, untilOver: false, follow);
    }
}
