using Countersign.Http;
using Countersign.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Countersign.Approvals;

/// <summary>
/// A person's word to ask again. A lost push goes out once more, under a new code and without waiting for the old one to expire. One that expired, or was
/// lost twice, becomes a new action, resolved anew.
/// </summary>
public sealed class AskingAgain(ApprovalBook book, Settling settling, Idempotency idempotency, IEnumerable<IAskAgain> actions, TimeProvider time)
{
    private const string Route = "api/approvals/{id}/ask-again";

    internal async Task<IResult> RunAsync(
        Caller caller, ApprovalId id, HttpRequest request, DurableTaskClient client, Func<ApprovalRow, Task<Http.Answer>> answer, CancellationToken ct)
    {
        if (await book.ReadAsync(caller.Principal, id, ct) is null) throw new ProblemException(Problems.NotFound());
        return await idempotency.RunAsync(
            caller, Route, request, System.Text.Encoding.UTF8.GetBytes(id.Value), async (_, cancel) => await AgainAsync(caller, id, client, answer, cancel), ct);
    }

    private async Task<Http.Answer> AgainAsync(
        Caller caller, ApprovalId id, DurableTaskClient client, Func<ApprovalRow, Task<Http.Answer>> answer, CancellationToken ct)
    {
        var change = await book.ApplyAsync(caller.Principal, id, new Answer.AskAgain(time.GetUtcNow(), SaidSo: true), ct);
        if (change.Row is not { } row) return Http.Answer.Of(Problems.NotFound());
        if (change.Changed)
        {
            await settling.TellAsync(row, client, ct);
            return await answer(row);
        }

        if (row.AskedAgainAs is not null) return await answer(row);
        if (row.State is not (ApprovalState.Expired or ApprovalState.Lost { Again: false })) return Http.Answer.Of(ApprovalProblems.NotToAskAgain(row));
        foreach (var room in actions)
        {
            if (await room.AskAgainAsync(caller, row.Action, client, ct) is not { } action) continue;
            await book.NoteAskedAgainAsync(caller.Principal, id, action, CancellationToken.None);
            return await answer(row with { AskedAgainAs = action });
        }

        return Http.Answer.Of(ApprovalProblems.CannotBeProposed(row));
    }
}
