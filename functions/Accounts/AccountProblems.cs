using Countersign.Http;
using Countersign.Policies;

namespace Countersign.Accounts;

/// <summary>Problems of this capability's doors.</summary>
public static class AccountProblems
{
    public static Problem NotLinked(ConnectionName connection) =>
        new(409, "/problems/account-not-linked", "No account is linked", $"Link your {connection} account, refresh, and look at what is shown.");

    public static Problem AnotherAccount(ConnectionName connection) =>
        new(409, "/problems/account-differs", "That is not the account that is linked", $"Refresh, look at the {connection} account that is shown, and confirm that one.");
}
