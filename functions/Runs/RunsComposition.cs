using Countersign.Actions;
using Countersign.Egress;
using Countersign.Runs.Model;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Countersign.Runs;

public static class RunsComposition
{
    private const string Client = "model";

    /// <summary>Chat: runs, threads, the model and the person's stream.</summary>
    public static FunctionsApplicationBuilder AddRuns(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddOptions<RunsOptions>().BindConfiguration(RunsOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<RunsOptions>, RunsOptionsValidator>();
        builder.Services.AddOptions<ModelOptions>().BindConfiguration(ModelOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ModelOptions>, ModelOptionsValidator>();
        builder.Services.AddEgressClient(Client, services =>
        {
            var model = services.GetRequiredService<IOptions<ModelOptions>>().Value;
            return new EgressClientOptions
            {
                BaseAddress = new Uri(model.Endpoint.TrimEnd('/') + "/"),
                Own = [new RequestTemplate("POST", "chat/completions")],
                Timeout = TimeSpan.FromSeconds(model.TimeoutSeconds),
            };
        });
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<AgentModel>(services, services.GetRequiredService<EgressClients>().Create(Client)));
        builder.Services.AddSingleton<RunBook>();
        builder.Services.AddSingleton<RunEnds>();
        builder.Services.AddSingleton<RunParks>();
        builder.Services.AddSingleton<RunStarts>();
        builder.Services.AddSingleton<RunLimits>();
        builder.Services.AddSingleton<RunCancels>();
        builder.Services.AddSingleton<EventStream>();
        builder.Services.AddSingleton<ProposeActivity>();
        builder.Services.AddSingleton<ILiveRuns>(services => services.GetRequiredService<RunCancels>());
        builder.Services.AddSingleton<IInstanceKind, RunInstances>();
        return builder;
    }
}
