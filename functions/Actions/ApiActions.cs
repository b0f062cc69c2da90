using Countersign.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Countersign.Actions;

/// <summary>Direct calls, and everybody's own actions.</summary>
public sealed class ApiActions(DirectCalls calls, ActionBook book, Cancels cancels, Idempotency idempotency, Cursors cursors, DirectLimits limits)
{
    private const string Collection = "api/actions";

    /// <summary>
    /// Uses one tool. A read is answered inline (200 with its result) and needs no key; a write is proposed, and answered with its row: 200 when it is
    /// settled within three seconds, else 202.
    /// </summary>
    [Function("ApiActionsCreate")]
    [Route("Use a tool", Request = typeof(ActionRequest), Response = typeof(ActionView), OtherResponse = typeof(ReadView), OtherStatus = 202, IdempotencyKey = true, Problems = [409, 413, 415, 422, 503])]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection)] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        var caller = request.HttpContext.Caller();
        var body = await Body.ReadBytesAsync(request, ct);
        var asked = Body.Parse(body, ActionDoorsJson.Default.ActionRequest);
        if (calls.IsRead(asked.Tool) && await calls.ReadAsync(caller, asked, ct) is { } read) return read;
        return await idempotency.RunAsync(
            caller, Collection, request, body, cancel => limits.EnsureRoomAsync(caller.Principal, cancel), (seed, cancel) => calls.ProposeAsync(caller, asked, seed, client, cancel), ct);
    }

    /// <summary>The caller's actions, newest first.</summary>
    [Function("ApiActionsList")]
    [Route("List your actions, newest first", Response = typeof(Page<ActionView>), Query = ["limit: rows of a page, 1 to 200, default 50", "cursor: from the last page's next"])]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request, CancellationToken ct)
    {
        var caller = request.HttpContext.Caller();
        var query = new QueryParameters(request, "limit", "cursor");
        var page = await book.QueryAsync(caller.Principal, query.Limit(), cursors.Open(caller, Collection, query.Cursor()), ct);
        var items = page.Items.Select(stored => ActionView.Of(stored.Value)).ToList();
        return Answer.Of(200, new Page<ActionView>(items, cursors.Seal(caller, Collection, page.Continuation)), ActionDoorsJson.Default.PageActionView);
    }

    /// <summary>One action.</summary>
    [Function("ApiActionsRead")]
    [Route("Read an action", Response = typeof(ActionView), Problems = [404])]
    public async Task<IResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection + "/{id}")] HttpRequest request, string id, CancellationToken ct)
    {
        var person = request.HttpContext.Caller().Principal;
        return ActionId.TryParse(id, out var action) && await book.ReadAsync(person, action, ct) is { } stored
            ? Answer.Of(200, ActionView.Of(stored.Value), ActionDoorsJson.Default.ActionView)
            : Problems.NotFound().ToResult();
    }

    /// <summary>Cancels an action that has not begun to execute. Repeatable.</summary>
    [Function("ApiActionsCancel")]
    [Route("Cancel an action", Response = typeof(ActionView), Problems = [404, 409])]
    public async Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection + "/{id}/cancel")] HttpRequest request, string id,
        [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        var person = request.HttpContext.Caller().Principal;
        if (!ActionId.TryParse(id, out var action) || await cancels.CancelAsync(person, action, client, ct) is not var (row, _))
            return Problems.NotFound().ToResult();
        return row.State == ActionState.Cancelled
            ? Answer.Of(200, ActionView.Of(row), ActionDoorsJson.Default.ActionView)
            : ActionProblems.TooLate(row).ToResult();
    }
}
