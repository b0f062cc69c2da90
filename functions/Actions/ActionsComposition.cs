using Countersign.Approvals;
using Countersign.Audit;
using Countersign.Gate;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Countersign.Actions;

public static class ActionsComposition
{
    /// <summary>Proposals, reads, Act and its ledger. The room that keeps accounts registers <see cref="IPinnedAccounts"/>.</summary>
    public static FunctionsApplicationBuilder AddActions(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddOptions<ActionsOptions>().BindConfiguration("Actions").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ActionsOptions>, ActionsOptionsValidator>();
        builder.Services.AddSingleton<ActionBook>();
        builder.Services.AddSingleton(services => new RecordedActions(services.GetRequiredService<AuditReader>(), services.GetRequiredService<People>()));
        builder.Services.AddSingleton<ActionSeal>();
        builder.Services.AddSingleton<Waits>();
        builder.Services.AddSingleton<Starts>();
        builder.Services.AddSingleton<InFlight>();
        builder.Services.AddSingleton<Subjects>();
        builder.Services.AddSingleton<RunGrants>();
        builder.Services.AddSingleton<Settled>();
        builder.Services.AddSingleton<Outcomes>();
        builder.Services.AddSingleton<Sending>();
        builder.Services.AddSingleton<Looking>();
        builder.Services.AddSingleton<Resolving>();
        builder.Services.AddSingleton<Deciding>();
        builder.Services.AddSingleton<Proposals>();
        builder.Services.AddSingleton<Reads>();
        builder.Services.AddSingleton<Cancels>();
        builder.Services.AddSingleton<Stops>();
        builder.Services.AddSingleton<DirectCalls>();
        builder.Services.AddSingleton<DirectLimits>();
        builder.Services.AddSingleton<IGateFact, RunAliveFact>();
        builder.Services.AddSingleton<IGateFact, UnalteredFact>();
        builder.Services.AddSingleton<IInstanceKind, ActInstances>();
        builder.Services.AddSingleton<IAskAgain, AskAgain>();
        builder.Services.AddSingleton<IChainWitness, ActionWitness>();
        return builder;
    }
}
