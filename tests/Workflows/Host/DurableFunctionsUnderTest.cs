using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Workflows.Host;

public sealed record Order(string Name, int Count);

public sealed class DurableFunctionsUnderTest
{
    [Function("Start")]
    public async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "start/{name}")] HttpRequest request,
        string name, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        Results.Text(await client.ScheduleNewOrchestrationInstanceAsync(name, cancellationToken));

    [Function("Waits")]
    public static async Task<string?> WaitsAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return await context.WaitForExternalEvent<string>("go");
    }

    [Function("TakesList")]
    public static string TakesList([OrchestrationTrigger] TaskOrchestrationContext context, List<int>? input) => Say(input?.Count);

    [Function("TakesReadOnlyList")]
    public static string TakesReadOnlyList([OrchestrationTrigger] TaskOrchestrationContext context, IReadOnlyList<int>? input)
    {
        ArgumentNullException.ThrowIfNull(context);
        return $"{Say(input?.Count)} {Say(context.GetInput<IReadOnlyList<int>>()?.Count)}";
    }

    [Function("TakesNullable")]
    public static string TakesNullable([OrchestrationTrigger] TaskOrchestrationContext context, int? input) => Say(input);

    [Function("TakesObject")]
    public static string TakesObject([OrchestrationTrigger] TaskOrchestrationContext context, object? input) => Say(input);

    [Function("TakesNumber")]
    public static string TakesNumber([OrchestrationTrigger] TaskOrchestrationContext context, int input) => Say(input);

    [Function("TakesRecord")]
    public static string TakesRecord([OrchestrationTrigger] TaskOrchestrationContext context, FunctionContext invocation, Order? input)
    {
        ArgumentNullException.ThrowIfNull(invocation);
        return $"{input?.Name} {invocation.FunctionDefinition.InputBindings["context"].Type}";
    }

    [Function("Calls")]
    public static async Task<string> CallsAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var sum = await context.CallActivityAsync<int>("sum", new[] { 1, 2, 3 });
        var nothing = await context.CallActivityAsync<bool>("Nothing");
        var named = await context.CallActivityAsync<string>("Named", new Order("screws", 4));
        return $"{sum} {nothing} {named}";
    }

    [Function("Sum")]
    public int Sum([ActivityTrigger] IReadOnlyList<int> numbers) => numbers.Sum();

    [Function("Nothing")]
    public bool Nothing([ActivityTrigger] int? number) => number is null;

    [Function("Named")]
    public string Named([ActivityTrigger] Order order, string instanceId, string? other, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(context);
        return $"{order.Name} {instanceId} {Say(other)} {context.FunctionDefinition.InputBindings["order"].Type}";
    }

    [Function("Strays")]
    public static async Task StraysAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System); // long enough to be awaited on any machine

    private static string Say(object? value) => value?.ToString() ?? "null";
}
