using Countersign.Actions;
using Countersign.Audit;
using Countersign.Http;
using Countersign.Vault;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Countersign.Runs;

/// <summary>Starting, reading, cancelling and granting runs.</summary>
public sealed class ApiRuns(
    RunStarts starts, RunBook book, RunCancels cancels, Grants grants, Waits waits, EventStream events, Idempotency idempotency, Cursors cursors,
    RunLimits limits)
{
    private const string Collection = "api/runs";

    /// <summary>Asks the agent: 202 with the run's address, or, with <c>Accept: text/event-stream</c>, the person's stream filtered to the run.</summary>
    [Function("ApiRunsCreate")]
    [Route("Start a run", Request = typeof(RunRequest), Response = typeof(RunView), Status = 202, IdempotencyKey = true, Problems = [404, 409, 413, 415, 422, 503])]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection)] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        var caller = request.HttpContext.Caller();
        var body = await Body.ReadBytesAsync(request, ct);
        var asked = Body.Parse(body, RunDoorsJson.Default.RunRequest);
        var before = await events.LastAsync(caller.Principal, ct);
        var answer = await idempotency.RunAsync(
            caller, Collection, request, body, cancel => limits.EnsureRoomAsync(caller.Principal, cancel),
            (seed, cancel) => starts.StartAsync(caller, asked, seed, client, cancel), ct);
        if (answer.Status != 202 || !request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase)) return answer;
        return events.Open(caller.Principal, before, RunId.Parse(answer.Body.GetProperty("id").GetString()!), untilOver: true);
    }

    /// <summary>The caller's runs, newest first; direct calls are runs too.</summary>
    [Function("ApiRunsList")]
    [Route("List your runs, newest first", Response = typeof(Page<RunView>), Query = ["limit: rows of a page, 1 to 200, default 50", "cursor: from the last page's next"])]
    public async Task<IResult> ListAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request, CancellationToken ct)
    {
        var caller = request.HttpContext.Caller();
        var query = new QueryParameters(request, "limit", "cursor");
        var page = await book.RunsAsync(caller.Principal, query.Limit(), cursors.Open(caller, Collection, query.Cursor()), ct);
        return Answer.Of(
            200, new Page<RunView>([.. page.Items.Select(item => RunView.Of(item.Value))], cursors.Seal(caller, Collection, page.Continuation)),
            RunDoorsJson.Default.PageRunView);
    }

    /// <summary>One run.</summary>
    [Function("ApiRunsRead")]
    [Route("Read a run", Response = typeof(RunView), Problems = [404])]
    public async Task<IResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection + "/{id}")] HttpRequest request, string id, CancellationToken ct) =>
        RunId.TryParse(id, out var run) && await book.RunAsync(request.HttpContext.Caller().Principal, run, ct) is { Value: var row }
            ? Answer.Of(200, RunView.Of(row), RunDoorsJson.Default.RunView)
            : Problems.NotFound().ToResult();

    /// <summary>Cancels a run with all that it has not begun to execute. Repeatable; a run that is over stays as it is.</summary>
    [Function("ApiRunsCancel")]
    [Route("Cancel a run", Response = typeof(RunView), Problems = [404])]
    public async Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection + "/{id}/cancel")] HttpRequest request, string id,
        [DurableClient] DurableTaskClient client, CancellationToken ct) =>
        RunId.TryParse(id, out var run) && await cancels.CancelAsync(request.HttpContext.Caller().Principal, run, client, ct) is { } row
            ? Answer.Of(200, RunView.Of(row), RunDoorsJson.Default.RunView)
            : Problems.NotFound().ToResult();

    /// <summary>Seals the token of this request as the run's grant, in place of the one that ended or will, and wakes the run.</summary>
    [Function("ApiRunsGrant")]
    [Route("Renew a run's grant with the token of this request", Response = typeof(RunView), Problems = [404, 409])]
    public async Task<IResult> GrantAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection + "/{id}/grant")] HttpRequest request, string id,
        [DurableClient] DurableTaskClient client, CancellationToken ct)
    {
        var caller = request.HttpContext.Caller();
        if (!RunId.TryParse(id, out var run) || await book.RunAsync(caller.Principal, run, ct) is not { Value: var row }) return Problems.NotFound().ToResult();
        if (row.IsOver) return RunProblems.RunOver().ToResult();
        var batch = new PersonBatch();
        await grants.SealAsync(batch, caller, run, row.Agent, ct);
        await book.CommitAsync(caller.Principal, batch, ct);
        await waits.WakeForGrantAsync(client, caller.Principal, run, ct);
        var now = await book.RunAsync(caller.Principal, run, ct);
        return Answer.Of(200, RunView.Of(now!.Value), RunDoorsJson.Default.RunView); // rows of runs are not deleted
    }
}
