using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;

namespace Countersign.Tests.Workflows.Host;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task Middleware_runs_in_the_order_of_registration_and_only_where_its_condition_holds()
    {
        var builder = HostUnderTest.Builder(null, typeof(LayeredFunctions));
        builder.UseMiddleware<FirstLayer>();
        builder.UseWhen<NeverLayer>(context => context.FunctionDefinition.Name == "nobody");
        builder.UseWhen(context => context.FunctionDefinition.InputBindings.Values.Any(b => b.Type == "httpTrigger"), async (context, next) =>
        {
            context.Items["trail"] += " second";
            await next();
        });
        await using var host = await HostUnderTest.StartAsync(builder);
        Assert.Equal("first second", await host.Http.GetStringAsync(new Uri("/trail", UriKind.Relative)));
    }

    [Fact]
    public async Task A_result_that_middleware_sets_after_a_failure_is_executed()
    {
        var builder = HostUnderTest.Builder(null, typeof(LayeredFunctions));
        builder.UseMiddleware(async (context, next) =>
        {
            try
            {
                await next();
            }
            catch (FunctionInputConverterException wrong)
            {
                context.GetInvocationResult().Value = Results.Text(wrong.Message, statusCode: 400);
            }
        });
        await using var host = await HostUnderTest.StartAsync(builder);
        using var answer = await host.Http.GetAsync(new Uri("/unbound", UriKind.Relative));
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(
            "Could not populate the value for 'n' parameter. Consider adding a default value or making the parameter nullable.",
            await answer.Content.ReadAsStringAsync());
    }
}

public sealed class LayeredFunctions
{
    [Function("Trail")]
    public IResult Trail([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "trail")] HttpRequest request, FunctionContext context) =>
        Results.Text((string)context.Items["trail"]);

    [Function("Unbound")]
    public IResult Unbound([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "unbound")] HttpRequest request, int n) => Results.Text($"{n}");
}

public sealed class FirstLayer : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        context.Items["trail"] = "first";
        await next(context);
    }
}

public sealed class NeverLayer : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) => throw new InvalidOperationException("Its condition does not hold.");
}
