using Countersign.Identity;
using Countersign.Policies;

namespace Countersign.Gate;

/// <summary>Which provider account a person confirmed for a connection. The room that keeps accounts answers.</summary>
public interface IPinnedAccounts
{
    /// <returns>The provider's own id of the account, or null while none is confirmed.</returns>
    ValueTask<string?> FindAsync(PrincipalId principal, ConnectionName connection, CancellationToken ct);
}
