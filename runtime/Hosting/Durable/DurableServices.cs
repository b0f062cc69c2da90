using Countersign.Runtime.Durable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Countersign.Runtime.Hosting;

internal static class DurableServices
{
    public static IServiceCollection AddDurable(this IServiceCollection services)
    {
        services.AddSingleton<IFunctionInvoker, DurableFunctions>();
        services.AddSingleton(sp => DurableSettings.Read(sp.GetRequiredService<HostJson>(), sp.GetRequiredService<RuntimeOptions>()));
        services.TryAddSingleton<DurableEngine>();
        services.AddSingleton(sp => sp.GetRequiredService<DurableEngine>().Client);
        services.AddHostedService<DurableService>();
        services.AddSingleton<InspectionEndpoints>();
        services.AddSingleton<InspectionService>();
        services.AddHostedService(sp => sp.GetRequiredService<InspectionService>());
        return services;
    }
}
