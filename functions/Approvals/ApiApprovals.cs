using Countersign.Audit;
using Countersign.Http;
using Countersign.Identity;
using Countersign.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Countersign.Approvals;

/// <summary>A person's approvals: reading them, withdrawing, asking again. There is no route that approves: that is the phone's alone.</summary>
public sealed class ApiApprovals(
    ApprovalBook book, People people, Withdrawing withdrawing, AskingAgain askingAgain, Cursors cursors, IOptions<ApprovalsOptions> options, TimeProvider time)
{
    private const string ListRoute = "api/approvals";

    [Function("ApiApprovals")]
    [Route("List your approvals, newest first", Response = typeof(Page<ApprovalView>), Query =
        ["state: open for all that wait, the oldest first and on one page; settled for the others", "limit: rows of a page, 1 to 200, default 50", "cursor: from the last page's next"])]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = ListRoute)] HttpRequest request, CancellationToken ct)
    {
        var caller = request.HttpContext.Caller();
        var query = new QueryParameters(request, "state", "limit", "cursor");
        var state = query.Text("state");
        if (state is not (null or "open" or "settled")) throw new ProblemException(Problems.BadParameter("state", "open or settled."));
        var scope = state is null ? ListRoute : $"{ListRoute}\n{state}";
        var (limit, cursor) = (query.Limit(), cursors.Open(caller, scope, query.Cursor()));
        var (rows, next) = state == "open"
            ? (await book.OpenAsync(caller.Principal, ct), null)
            : await RowsAsync(caller, limit, cursor, row => state is null || row.State.Final, ct);
        var places = await book.PlacesAsync(caller.Principal, ct);
        var now = time.GetUtcNow();
        var items = rows.Select(row => ApprovalView.Of(row, places, options.Value.PhoneText, now)).ToList();
        return Http.Answer.Of(200, new Page<ApprovalView>(items, cursors.Seal(caller, scope, next)), ApprovalsJson.Default.PageApprovalView);
    }

    [Function("ApiApproval")]
    [Route("Read one approval: all of its text, the code, the time left, its place in the queue", Response = typeof(ApprovalView), Problems = [404])]
    public async Task<IResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/approvals/{id}")] HttpRequest request, string id, CancellationToken ct)
    {
        var caller = request.HttpContext.Caller();
        return await book.ReadAsync(caller.Principal, IdOf(id), ct) is { Value: var row } ? await SeenAsync(caller, row, ct) : throw NotFound();
    }

    [Function("ApiApprovalWithdraw")]
    [Route("Withdraw an approval; its code is void from then on", Response = typeof(ApprovalView), Problems = [404, 409])]
    public async Task<IResult> WithdrawAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/approvals/{id}/withdraw")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = request.HttpContext.Caller();
        if (await withdrawing.WithdrawAsync(caller.Principal, IdOf(id), client, ct) is not { Row: var row }) throw NotFound();
        if (row.State is not ApprovalState.Withdrawn) throw new ProblemException(ApprovalProblems.Settled(row, "It cannot be withdrawn any more."));
        return await SeenAsync(caller, row, ct); // withdrawn twice is withdrawn
    }

    [Function("ApiApprovalAskAgain")]
    [Route("Ask again: a lost one under a new code, an expired one as a new action", Response = typeof(ApprovalView), Problems = [404, 409, 422], IdempotencyKey = true)]
    public async Task<IResult> AskAgainAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/approvals/{id}/ask-again")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = request.HttpContext.Caller();
        var approval = IdOf(id);
        return await askingAgain.RunAsync(caller, approval, request, client, async row => await SeenAsync(caller, row, ct), ct);
    }

    private async Task<(IReadOnlyList<ApprovalRow> Rows, string? Next)> RowsAsync(
        Caller caller, int limit, string? from, Func<ApprovalRow, bool> only, CancellationToken ct)
    {
        var page = await people.QueryAsync(caller.Principal, KeyRange.Prefix("approval~"), limit, from, ApprovalsJson.Default.ApprovalRow, ct);
        return ([.. page.Items.Select(item => item.Value).Where(only)], page.Continuation);
    }

    private async Task<Http.Answer> SeenAsync(Caller caller, ApprovalRow row, CancellationToken ct) => Http.Answer.Of(
        200,
        ApprovalView.Of(row, await book.PlacesAsync(caller.Principal, ct), options.Value.PhoneText, time.GetUtcNow()),
        ApprovalsJson.Default.ApprovalView);

    private static ApprovalId IdOf(string text) => ApprovalId.TryParse(text, out var id) ? id : throw NotFound();

    private static ProblemException NotFound() => new(Problems.NotFound());
}
