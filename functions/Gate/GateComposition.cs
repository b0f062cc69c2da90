using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Gate;

public static class GateComposition
{
    public static FunctionsApplicationBuilder AddGate(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Epochs>();
        builder.Services.AddSingleton<ActionGate>();
        return builder;
    }
}
