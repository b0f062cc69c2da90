using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Workflows.Host;

public sealed class StreamTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_first_part_of_a_stream_arrives_while_the_function_still_runs()
    {
        var gate = new Gate();
        await using var host = await StartAsync(gate);
        using var answer = await host.Http.GetAsync(new Uri("/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(stream);
        Assert.Equal("first", await reader.ReadLineAsync().WaitAsync(Deadline));
        gate.Open.SetResult();
        Assert.Equal("second", await reader.ReadLineAsync().WaitAsync(Deadline));
    }

    [Fact]
    public async Task A_caller_that_goes_away_cancels_the_function()
    {
        var gate = new Gate();
        await using var host = await StartAsync(gate);
        using (var answer = await host.Http.GetAsync(new Uri("/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead))
        {
        }

        await gate.Cancelled.Task.WaitAsync(Deadline);
    }

    [Fact]
    public async Task A_stop_takes_no_new_requests_and_lets_the_running_one_end()
    {
        var gate = new Gate();
        await using var host = await StartAsync(gate);
        using var answer = await host.Http.GetAsync(new Uri("/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(stream);
        Assert.Equal("first", await reader.ReadLineAsync().WaitAsync(Deadline));
        var stopped = host.StopAsync();
        using var other = new HttpClient { BaseAddress = host.Address };
        await Poll.UntilAsync(async () =>
        {
            try
            {
                using var refused = await other.GetAsync(new Uri("/nothing", UriKind.Relative));
                return false;
            }
            catch (HttpRequestException)
            {
                return true;
            }
        });
        Assert.False(stopped.IsCompleted);
        gate.Open.SetResult();
        Assert.Equal("second", await reader.ReadLineAsync().WaitAsync(Deadline));
        await stopped.WaitAsync(Deadline);
        Assert.False(gate.Cancelled.Task.IsCompleted);
    }

    [Fact]
    public async Task After_the_drain_time_the_running_function_is_cancelled()
    {
        var gate = new Gate();
        var builder = HostUnderTest.Builder(null, typeof(StreamingFunctions));
        builder.Services.AddSingleton(gate);
        builder.Configuration["Runtime:DrainSeconds"] = "0";
        await using var host = await HostUnderTest.StartAsync(builder);
        using var answer = await host.Http.GetAsync(new Uri("/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await host.StopAsync().WaitAsync(Deadline);
        await gate.Cancelled.Task.WaitAsync(Deadline);
    }

    private static Task<HostUnderTest> StartAsync(Gate gate)
    {
        var builder = HostUnderTest.Builder(null, typeof(StreamingFunctions));
        builder.Services.AddSingleton(gate);
        return HostUnderTest.StartAsync(builder);
    }
}

public sealed class Gate
{
    public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

public sealed class StreamingFunctions(Gate gate)
{
    [Function("Stream")]
    public async Task StreamAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stream")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var response = request.HttpContext.Response;
        await response.WriteAsync("first\n", cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        try
        {
            await gate.Open.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            gate.Cancelled.SetResult();
            throw;
        }

        await response.WriteAsync("second\n", cancellationToken);
    }
}
