using Countersign.Accounts;
using Countersign.Actions;
using Countersign.Approvals;
using Countersign.Audit;
using Countersign.Connectors;
using Countersign.Egress;
using Countersign.Gate;
using Countersign.Http;
using Countersign.Identity;
using Countersign.Policies;
using Countersign.Runs;
using Countersign.Storage;
using Countersign.Telemetry;
using Countersign.Vault;
using Countersign.Web;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Countersign;

/// <summary>The composition root: one line per capability, from the ground up.</summary>
public static class Program
{
    /// <returns>1 when it cannot start: a setting, a key, or a folder that another process uses. What to do about it is the last line.</returns>
    public static int Main(string[] args)
    {
        try
        {
            Compose(FunctionsApplication.CreateBuilder(args)).Build().Run();
            return 0;
        }
        catch (Exception e) when (e is InvalidOperationException or OptionsValidationException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    public static FunctionsApplicationBuilder Compose(FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.AddStorage();
        builder.AddEgress();
        builder.AddIdentity();
        builder.AddHttp();
        builder.AddAudit();
        builder.AddTelemetry();
        builder.AddPolicies();
        builder.AddGate();
        builder.AddVault();
        builder.AddConnectors();
        builder.AddApprovals();
        builder.AddActions();
        builder.AddAccounts();
        builder.AddRuns();
        builder.AddWeb();
        return builder;
    }
}
