using Countersign.Egress;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Countersign.Identity;

public static class IdentityComposition
{
    public static FunctionsApplicationBuilder AddIdentity(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddOptions<Auth0Options>().BindConfiguration("Auth0").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<Auth0Options>, Auth0OptionsValidator>();
        builder.Services.AddEgressClient(SigningKeys.Client, services => new EgressClientOptions
        {
            BaseAddress = new Uri(services.GetRequiredService<IOptions<Auth0Options>>().Value.Issuer),
            Own = SigningKeys.Requests,
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseBytes = 256 * 1024,
        });
        builder.Services.AddSingleton<SigningKeys>();
        builder.Services.AddSingleton<TokenValidation>();
        return builder;
    }
}
