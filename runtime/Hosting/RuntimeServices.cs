using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Countersign.Runtime.Hosting;

/// <summary>The host's own services. Its hosted ones start after the app's and before HTTP, and stop in the opposite order.</summary>
internal static class RuntimeServices
{
    public static IServiceCollection AddLocalRuntime(
        this IServiceCollection services, Func<FunctionExecutionDelegate, FunctionExecutionDelegate>[] middleware)
    {
        services.AddSingleton<ShutdownToken>();
        services.AddSingleton(sp => new FunctionTimeout(
            sp.GetRequiredService<HostJson>().FunctionTimeout, sp.GetRequiredService<ILogger<FunctionTimeout>>()));
        services.AddSingleton<DataConverter>(sp => new JsonDataConverter(sp.GetRequiredService<IOptions<JsonSerializerOptions>>().Value));
        services.AddSingleton(sp => new FunctionPipeline(
            middleware,
            new BindingServices(
                sp.GetRequiredService<DataConverter>(),
                sp.GetRequiredService<IOptions<JsonSerializerOptions>>().Value,
                sp.GetRequiredService<DurableTaskClient>),
            sp.GetRequiredService<FunctionTimeout>(),
            sp.GetRequiredService<IServiceScopeFactory>()));
        services.AddSingleton<HttpDispatcher>();
        services.AddDurable();
        services.AddHostedService<TimerService>();
        services.AddHostedService<StartNotice>();
        services.AddOptions<HostOptions>().Configure<RuntimeOptions>((host, options) =>
            host.ShutdownTimeout = options.Drain + TimeSpan.FromSeconds(5));
        return services;
    }
}
