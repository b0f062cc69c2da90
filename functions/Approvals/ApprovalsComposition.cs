using Countersign.Gate;
using Countersign.Identity;
using Countersign.Vault;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Countersign.Approvals;

internal static class ApprovalsComposition
{
    /// <summary>Asking, polling, settling; and the fact that the gate asks of every approved action.</summary>
    public static FunctionsApplicationBuilder AddApprovals(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddOptions<ApprovalsOptions>().BindConfiguration("Approvals").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ApprovalsOptions>, ApprovalsOptionsValidator>();
        builder.Services.AddSingleton<ApprovalBook>();
        builder.Services.AddSingleton<ApprovalDue>();
        builder.Services.AddSingleton<ApprovalSeal>();
        builder.Services.AddSingleton<ApprovalProof>();
        builder.Services.AddSingleton<Ciba>();
        builder.Services.AddSingleton(services => new ApprovedToken(
            services.GetRequiredService<SigningKeys>(),
            services.GetRequiredService<TenantClients>(),
            services.GetRequiredService<IOptions<ApprovalsOptions>>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<ApprovedToken>>()));
        builder.Services.AddSingleton<Settling>();
        builder.Services.AddSingleton<Asking>();
        builder.Services.AddSingleton<Polling>();
        builder.Services.AddSingleton<Withdrawing>();
        builder.Services.AddSingleton<AskingAgain>();
        builder.Services.AddSingleton<IGateFact, ApprovalFact>();
        return builder;
    }
}
