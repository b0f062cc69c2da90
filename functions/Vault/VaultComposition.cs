using Countersign.Egress;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Countersign.Vault;

internal static class VaultComposition
{
    /// <summary>Our clients at the tenant, the exchange, grants, and what is read of a person.</summary>
    public static FunctionsApplicationBuilder AddVault(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddOptions<TenantOptions>().BindConfiguration("Auth0").ValidateOnStart();
        builder.Services.AddOptions<VaultOptions>().BindConfiguration("Vault").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TenantOptions>, TenantOptionsValidator>();
        builder.Services.AddSingleton<IValidateOptions<VaultOptions>, VaultOptionsValidator>();
        builder.Services.AddEgressClient(TenantClient.Origin, services => new EgressClientOptions
        {
            BaseAddress = new Uri(services.GetRequiredService<IOptions<TenantOptions>>().Value.Issuer!), // validated at start
            Own =
            [
                new RequestTemplate("POST", "oauth/token"),
                new RequestTemplate("POST", "bc-authorize"),
                new RequestTemplate("GET", "api/v2/users/{id}/connected-accounts"),
                new RequestTemplate("GET", "api/v2/users/{id}/enrollments"),
            ],
            Timeout = TimeSpan.FromSeconds(30),
            MaxResponseBytes = TenantClient.LongestAnswer,
        });
        builder.Services.AddSingleton<TenantClients>();
        builder.Services.AddSingleton<Persons>();
        builder.Services.AddSingleton<TenantClient>();
        builder.Services.AddSingleton<ManagementClient>();
        builder.Services.AddSingleton<Grants>();
        builder.Services.AddSingleton<TokenVault>();
        return builder;
    }
}
