using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Countersign.Policies;

public static class PoliciesComposition
{
    public static FunctionsApplicationBuilder AddPolicies(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddOptions<PoliciesOptions>().BindConfiguration("Policies").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<PoliciesOptions>, PoliciesOptionsValidator>();
        builder.Services.AddSingleton<IPolicy, DefaultPolicy>();
        return builder;
    }
}
