using Countersign.Audit;
using Countersign.Http;
using Countersign.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Runs;

/// <summary>Conversations and what was said in them.</summary>
public sealed class ApiThreads(RunBook book, People people, Cursors cursors)
{
    private const string Collection = "api/threads";

    /// <summary>The caller's threads, the last begun first.</summary>
    [Function("ApiThreadsList")]
    [Route("List your threads, the last begun first", Response = typeof(Page<ThreadView>), Query = ["limit: rows of a page, 1 to 200, default 50", "cursor: from the last page's next"])]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request, CancellationToken ct)
    {
        var caller = request.HttpContext.Caller();
        var query = new QueryParameters(request, "limit", "cursor");
        var page = await people.QueryAsync(
            caller.Principal, KeyRange.Prefix("thread~"), query.Limit(), cursors.Open(caller, Collection, query.Cursor()), RunsJson.Default.ThreadRow, ct);
        return Answer.Of(
            200, new Page<ThreadView>([.. page.Items.Select(item => ThreadView.Of(item.Value))], cursors.Seal(caller, Collection, page.Continuation)),
            RunDoorsJson.Default.PageThreadView);
    }

    /// <summary>One thread.</summary>
    [Function("ApiThreadsRead")]
    [Route("Read a thread", Response = typeof(ThreadView), Problems = [404])]
    public async Task<IResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection + "/{id}")] HttpRequest request, string id, CancellationToken ct) =>
        ThreadId.TryParse(id, out var thread) && await book.ThreadAsync(request.HttpContext.Caller().Principal, thread, ct) is { Value: var row }
            ? Answer.Of(200, ThreadView.Of(row), RunDoorsJson.Default.ThreadView)
            : Problems.NotFound().ToResult();

    /// <summary>A thread's messages in the order they were said.</summary>
    [Function("ApiThreadsMessages")]
    [Route("Read a thread's messages in order", Response = typeof(Page<MessageView>), Query = ["limit: rows of a page, 1 to 200, default 50", "cursor: from the last page's next"], Problems = [404])]
    public async Task<IResult> MessagesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection + "/{id}/messages")] HttpRequest request, string id, CancellationToken ct)
    {
        var caller = request.HttpContext.Caller();
        var query = new QueryParameters(request, "limit", "cursor");
        if (!ThreadId.TryParse(id, out var thread) || await book.ThreadAsync(caller.Principal, thread, ct) is null) return Problems.NotFound().ToResult();
        var scope = $"{Collection}/{id}/messages";
        var page = await people.QueryAsync(
            caller.Principal, KeyRange.Prefix(MessageRow.Prefix(thread)), query.Limit(), cursors.Open(caller, scope, query.Cursor()), RunsJson.Default.MessageRow, ct);
        return Answer.Of(
            200, new Page<MessageView>([.. page.Items.Select(item => MessageView.Of(item.Value))], cursors.Seal(caller, scope, page.Continuation)),
            RunDoorsJson.Default.PageMessageView);
    }
}
