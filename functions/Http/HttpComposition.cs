using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Countersign.Http;

public static class HttpComposition
{
    /// <summary>Middleware stands in front of HTTP functions alone: an orchestrator that awaits it would fail.</summary>
    public static FunctionsApplicationBuilder AddHttp(this FunctionsApplicationBuilder builder)
    {
        builder.Services.AddOptions<LimitsOptions>().BindConfiguration("Limits").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<LimitsOptions>, LimitsOptionsValidator>();
        builder.Services.AddSingleton(new RouteTable(typeof(HttpComposition).Assembly));
        builder.Services.AddSingleton<Limits>();
        builder.Services.AddSingleton<Cursors>();
        builder.Services.AddSingleton<Idempotency>();
        builder.Services.AddSingleton<PersonRegister>();
        builder.UseWhen<ProblemMiddleware>(IsHttp);
        builder.UseWhen<AuthenticationMiddleware>(IsHttp);
        return builder;
    }

    private static bool IsHttp(FunctionContext context) => context.FunctionDefinition.InputBindings.Values.Any(binding => binding.Type == "httpTrigger");
}
