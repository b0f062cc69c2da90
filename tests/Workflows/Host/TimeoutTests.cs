using Countersign.Runtime.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Workflows.Host;

public sealed class TimeoutTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("timeout-").FullName;
    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_function_past_functionTimeout_ends_the_process_which_says_whose_fault_it_was()
    {
        using var process = Start(1);
        var address = await process.ReadAsync("Listening on ");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _http.GetStringAsync(new Uri(new Uri(address), "hang")));
        Assert.Equal(FunctionTimeout.ExitCode, await process.ExitAsync());
        Assert.Contains("Function 'Hang' ran longer than functionTimeout (00:00:01)", process.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_within_functionTimeout_is_left_alone_and_a_stop_ends_with_zero()
    {
        using var process = Start(30);
        var address = await process.ReadAsync("Listening on ");
        Assert.Equal("quick", await _http.GetStringAsync(new Uri(new Uri(address), "quick")));
        process.Terminate();
        Assert.Equal(0, await process.ExitAsync());
    }

    [Fact]
    public async Task An_orchestration_that_waits_longer_than_functionTimeout_is_no_function_that_runs()
    {
        using var process = Start(4);
        var address = new Uri(await process.ReadAsync("Listening on "));
        await _http.GetStringAsync(new Uri(address, "begin/Naps"));
        await Poll.UntilAsync(async () => await _http.GetStringAsync(new Uri(address, "status")) == "Completed");
    }

    [Fact]
    public async Task An_activity_past_functionTimeout_ends_the_process_too()
    {
        using var process = Start(4);
        var address = new Uri(await process.ReadAsync("Listening on "));
        await _http.GetStringAsync(new Uri(address, "begin/CallsForever"));
        Assert.Equal(FunctionTimeout.ExitCode, await process.ExitAsync());
        Assert.Contains("Function 'Forever' ran longer", process.Error, StringComparison.Ordinal);
    }

    private ChildProcess Start(int seconds) => new(
        "host", $$"""{ "version": "2.0", "functionTimeout": "00:00:{{seconds:00}}", "extensions": { "http": { "routePrefix": "" } } }""",
        typeof(HangingFunctions).FullName!, "--Runtime:Url=http://127.0.0.1:0", $"--Runtime:Data={_data}");
}

public sealed class HangingFunctions
{
    [Function("Hang")]
    public async Task<IResult> HangAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hang")] HttpRequest request)
    {
        await new TaskCompletionSource().Task;
        return Results.Ok();
    }

    [Function("Begin")]
    public async Task<IResult> BeginAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "begin/{name}")] HttpRequest request, string name, [DurableClient] DurableTaskClient client) =>
        Results.Text(await client.ScheduleNewOrchestrationInstanceAsync(name, new StartOrchestrationOptions("one")));

    [Function("Status")]
    public async Task<IResult> StatusAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "status")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        Results.Text((await client.GetInstanceAsync("one"))?.RuntimeStatus.ToString());

    [Function("Naps")]
    public static Task NapsAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.CreateTimer(TimeSpan.FromSeconds(5), CancellationToken.None);
    }

    [Function("CallsForever")]
    public static Task CallsForeverAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.CallActivityAsync("Forever");
    }

    [Function("Forever")]
    public Task ForeverAsync([ActivityTrigger] string? input) => new TaskCompletionSource().Task;

    [Function("Quick")]
    public IResult Quick([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "quick")] HttpRequest request) => Results.Text("quick");
}
