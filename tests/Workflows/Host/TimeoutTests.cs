using Countersign.Runtime.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Tests.Workflows.Host;

public sealed class TimeoutTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("timeout-").FullName;
    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_function_past_functionTimeout_ends_the_process_which_says_whose_fault_it_was()
    {
        using var process = Start();
        var address = await process.ReadAsync("Listening on ");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _http.GetStringAsync(new Uri(new Uri(address), "hang")));
        Assert.Equal(FunctionTimeout.ExitCode, await process.ExitAsync());
        Assert.Contains("Function 'Hang' ran longer than functionTimeout (00:00:01)", process.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_within_functionTimeout_is_left_alone_and_a_stop_ends_with_zero()
    {
        using var process = Start();
        var address = await process.ReadAsync("Listening on ");
        Assert.Equal("quick", await _http.GetStringAsync(new Uri(new Uri(address), "quick")));
        process.Terminate();
        Assert.Equal(0, await process.ExitAsync());
    }

    private ChildProcess Start() => new(
        "host", """{ "version": "2.0", "functionTimeout": "00:00:01", "extensions": { "http": { "routePrefix": "" } } }""",
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

    [Function("Quick")]
    public IResult Quick([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "quick")] HttpRequest request) => Results.Text("quick");
}
