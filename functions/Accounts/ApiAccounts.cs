using Countersign.Actions;
using Countersign.Approvals;
using Countersign.Http;
using Countersign.Identity;
using Countersign.Policies;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Countersign.Accounts;

/// <summary>A person's linked accounts. Linking itself is between their client and the tenant; here they say which account is theirs.</summary>
public sealed class ApiAccounts(
    AccountBook book, KnownConnections known, AccountChecks checks, ApprovalBook approvals, Withdrawing withdrawing, Waits waits)
{
    [Function("ApiAccounts")]
    [Route("List the connections and your account of each", Response = typeof(AccountList))]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/accounts")] HttpRequest request, CancellationToken ct)
    {
        _ = new QueryParameters(request);
        return await AllAsync(request.HttpContext.Caller(), ct);
    }

    [Function("ApiAccountsRefresh")]
    [Route("Look again after you linked or unlinked an account", Response = typeof(AccountList), Problems = [503])]
    public async Task<IResult> RefreshAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/accounts/refresh")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var caller = request.HttpContext.Caller();
        if (!await checks.RefreshAsync(caller, null, client, ct)) throw new ProblemException(Problems.TenantUnavailable());
        return await AllAsync(caller, ct);
    }

    [Function("ApiAccountCheck")]
    [Route("Say that you have done what a connection needed; it is looked at again", Response = typeof(AccountView), Problems = [404, 503])]
    public async Task<IResult> CheckAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/accounts/{connection}/check")] HttpRequest request,
        string connection,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var (caller, name) = (request.HttpContext.Caller(), NameOf(connection));
        if (!await checks.RefreshAsync(caller, name, client, ct)) throw new ProblemException(Problems.TenantUnavailable());
        return await OneAsync(caller, name, ct);
    }

    [Function("ApiAccountConfirm")]
    [Route("Confirm that the account shown is yours", Request = typeof(ConfirmAccount), Response = typeof(AccountView), Problems = [404, 409, 413, 415])]
    public async Task<IResult> ConfirmAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/accounts/{connection}/confirm")] HttpRequest request,
        string connection,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var (caller, name) = (request.HttpContext.Caller(), NameOf(connection));
        var body = await Body.ReadAsync(request, AccountsJson.Default.ConfirmAccount, ct);
        if (await book.ReadAsync(caller.Principal, name, ct) is not { Found: not null }) throw new ProblemException(AccountProblems.NotLinked(name));
        var row = await book.ConfirmAsync(caller.Principal, name, body.Account, ct);
        if (row?.Pinned?.Id != body.Account) throw new ProblemException(AccountProblems.AnotherAccount(name));
        await waits.WakeAsync(client, caller.Principal, name, ct);
        return await OneAsync(caller, name, ct);
    }

    [Function("ApiAccountUnlink")]
    [Route("Unlink an account, before your client deletes it at the tenant", Response = typeof(Unlinked), Problems = [404])]
    public async Task<IResult> UnlinkAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/accounts/{connection}/unlink")] HttpRequest request,
        string connection,
        [DurableClient] DurableTaskClient client,
        CancellationToken ct)
    {
        var (caller, name) = (request.HttpContext.Caller(), NameOf(connection));
        await book.UnlinkAsync(caller.Principal, name, ct);
        var stopped = new List<ApprovalId>();
        var places = await approvals.PlacesAsync(caller.Principal, ct);
        foreach (var place in places.Outstanding.Concat(places.Waiting).ToList())
        {
            if (await approvals.ReadAsync(caller.Principal, place.Approval, ct) is not { Value: var row } || row.Connection != name) continue;
            if (await withdrawing.WithdrawAsync(caller.Principal, place.Approval, client, ct) is { Changed: true }) stopped.Add(place.Approval);
        }

        return Http.Answer.Of(200, new Unlinked(name, known.ToolsOf(name), stopped), AccountsJson.Default.Unlinked);
    }

    private async Task<IResult> AllAsync(Caller caller, CancellationToken ct)
    {
        var items = new List<AccountView>();
        foreach (var name in known.All) items.Add(AccountView.Of(name, await book.ReadAsync(caller.Principal, name, ct), known.PermissionsOf(name)));
        return Http.Answer.Of(200, new AccountList(items), AccountsJson.Default.AccountList);
    }

    private async Task<IResult> OneAsync(Caller caller, ConnectionName name, CancellationToken ct) => Http.Answer.Of(
        200, AccountView.Of(name, await book.ReadAsync(caller.Principal, name, ct), known.PermissionsOf(name)), AccountsJson.Default.AccountView);

    private ConnectionName NameOf(string connection) => known.Find(connection) ?? throw new ProblemException(Problems.NotFound());
}
