using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Countersign.Egress;

public static class EgressComposition
{
    public static FunctionsApplicationBuilder AddEgress(this FunctionsApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddOptions<EgressOptions>().BindConfiguration("Egress").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<EgressOptions>, EgressOptionsValidator>();
        builder.Services.AddSingleton(services => new EgressClients(
            services.GetServices<EgressClient>(),
            services,
            services.GetRequiredService<IOptions<EgressOptions>>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<EgressClients>>()));
        return builder;
    }

    /// <summary>Names a client and where it goes; the options are asked for once, when it is first used.</summary>
    public static IServiceCollection AddEgressClient(this IServiceCollection services, string name, Func<IServiceProvider, EgressClientOptions> options) =>
        services.AddSingleton(new EgressClient(name, options));
}
