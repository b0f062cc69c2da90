using Countersign.Actions;
using Countersign.Audit;
using Countersign.Connectors;
using Countersign.Gate;
using Countersign.Identity;
using Countersign.Policies;
using Countersign.Vault;
using Microsoft.DurableTask.Client;

namespace Countersign.Accounts;

/// <summary>
/// Looks at what is linked: the tenant says whether there is an account, the provider whose it is and where the app reaches. The caller's own token is the
/// subject; nothing of a run's is needed. What waited for the connection is woken and looks for itself.
/// </summary>
public sealed class AccountChecks(
    AccountBook book, KnownConnections known, ManagementClient management, ActionGate gate, Providers providers, IEnumerable<IWhoIs> whoIs, Trail trail,
    Waits waits, TimeProvider time)
{
    private readonly Dictionary<ConnectionName, IWhoIs> _whoIs = whoIs.ToDictionary(who => who.Connection);

    /// <param name="only">One connection; null for all.</param>
    /// <returns>False when the tenant gave no answer: nothing was changed.</returns>
    internal async Task<bool> RefreshAsync(Caller caller, ConnectionName? only, DurableTaskClient client, CancellationToken ct)
    {
        if (await management.ConnectedAccountsAsync(caller.Subject, ct) is not { } linked) return false;
        foreach (var connection in known.All.Where(connection => only is null || connection == only))
        {
            if (linked.Any(account => account.Connection == connection.Value)) await LookAsync(caller, connection, ct);
            else await book.UnlinkAsync(caller.Principal, connection, ct);
            await waits.WakeAsync(client, caller.Principal, connection, ct);
        }

        return true;
    }

    private async Task LookAsync(Caller caller, ConnectionName connection, CancellationToken ct)
    {
        if (!_whoIs.TryGetValue(connection, out var question)) return;
        var run = RunId.New(time);
        var passage = await gate.ReadAsync(
            new ReadRequest
            {
                Principal = caller.Principal, Run = run, Tool = question.Declaration, Connection = connection, Purpose = Purpose.WhoIs,
                Subject = new Subject.Caller(caller.Token),
                Facts = new ActionFacts
                {
                    Principal = caller.Principal, Tool = question.Declaration.Name, Risk = Risk.Read, Agent = "direct", Connection = connection, Door = "api",
                    Present = true, Now = time.GetUtcNow(),
                },
            },
            ct);
        if (passage is not Passage.Open open) return; // recorded by the gate; what is stored stands
        var (account, reach) = await providers.AskWhoAsync(open.Action, withReach: true, ct);
        await trail.CommitAsync(
            caller.Principal,
            new PersonBatch().Record(new AuditEvent
            {
                Kind = "read.done", Run = run, Tool = question.Declaration.Name.Value, Connection = connection.Value, Decision = open.Action.Decision.Word,
                Rule = open.Stamp.Rule, PolicyVersion = open.Stamp.PolicyVersion, Subject = open.Action.Subject.Word,
                Outcome = account is WhoIsResult.Account ? "done" : "failed",
            }),
            ct);
        await book.CheckedAsync(caller.Principal, connection, before => RowOf(connection, before, account, reach), ct);
    }

    private AccountRow RowOf(ConnectionName connection, AccountRow? before, WhoIsResult account, ReachResult? reach)
    {
        var row = (before ?? new AccountRow
        {
            Connection = connection, Found = null, Pinned = null, Places = [], MorePlaces = false, Remedy = null, CheckedAt = default,
        }) with { CheckedAt = time.GetUtcNow() };
        row = account switch
        {
            WhoIsResult.Account found => row with { Found = found.Value, Remedy = null },
            WhoIsResult.Needs needs => row with { Remedy = needs.Remedy },
            _ => row,
        };
        return reach switch
        {
            ReachResult.Reaches found => row with { Places = found.Places, MorePlaces = found.More },
            ReachResult.Needs needs => row with { Places = [], MorePlaces = false, Remedy = needs.Remedy },
            _ => row,
        };
    }
}
