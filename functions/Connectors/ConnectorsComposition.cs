using Countersign.Connectors.GitHub;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Connectors;

public static class ConnectorsComposition
{
    public static FunctionsApplicationBuilder AddConnectors(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ToolCatalog>();
        builder.Services.AddSingleton<Providers>();
        builder.Services.AddGitHub();
        return builder;
    }
}
