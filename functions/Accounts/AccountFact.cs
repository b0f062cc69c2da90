using Countersign.Gate;

namespace Countersign.Accounts;

/// <summary>Nothing passes on a connection whose account is not confirmed, or is another than the action was pinned to; but the question who it is.</summary>
internal sealed class AccountFact(AccountBook book) : IGateFact
{
    private static readonly GateRefusal Unconfirmed =
        new(GateCodes.AccountUnconfirmed, "The account is not confirmed, or another one by now. Look at it under Accounts and confirm it.");

    public async ValueTask<GateRefusal?> CheckAsync(GateSubject subject, CancellationToken ct)
    {
        if (subject.Purpose == Purpose.WhoIs) return null;
        return await book.ReadAsync(subject.Principal, subject.Connection, ct) is { State: AccountState.Confirmed } row && row.Pinned?.Id == subject.Account
            ? null
            : Unconfirmed;
    }
}
