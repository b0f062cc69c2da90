using Countersign.Actions;
using Countersign.Gate;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Accounts;

internal static class AccountsComposition
{
    /// <summary>Linked accounts; and what the gate and actions ask of them.</summary>
    public static FunctionsApplicationBuilder AddAccounts(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AccountBook>();
        builder.Services.AddSingleton<KnownConnections>();
        builder.Services.AddSingleton<AccountChecks>();
        builder.Services.AddSingleton<IPinnedAccounts, PinnedAccounts>();
        builder.Services.AddSingleton<IGateFact, AccountFact>();
        return builder;
    }
}
