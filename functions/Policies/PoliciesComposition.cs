using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Policies;

public static class PoliciesComposition
{
    public static FunctionsApplicationBuilder AddPolicies(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IPolicy, DefaultPolicy>();
        return builder;
    }
}
