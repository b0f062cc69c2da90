using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Countersign.Tests.Workflows.Host;

public sealed class DurableHostTests
{
    private const string IllegalAwait =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an orchestrator function's "
        + "implementation or by middleware that invokes asynchronous code.";

    [Fact]
    public async Task Activities_bind_their_input_as_the_declared_type_and_the_instance_id_by_name()
    {
        await using var host = await StartAsync();
        var done = await RunAsync(host, "CALLS", null);
        Assert.Equal($"6 True screws {done.InstanceId} null activityTrigger", done.ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("TakesList", "1")]
    [InlineData("TakesReadOnlyList", "null 1")]
    public async Task An_orchestrators_parameter_binds_only_when_its_type_is_the_values_own(string orchestrator, string output)
    {
        await using var host = await StartAsync();
        Assert.Equal(output, (await RunAsync(host, orchestrator, new[] { 7 })).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("TakesNumber", "7")]
    [InlineData("TakesNullable", "null")]
    [InlineData("TakesObject", "null")]
    public async Task A_nullable_value_type_and_object_are_silently_null(string orchestrator, string output)
    {
        await using var host = await StartAsync();
        Assert.Equal(output, (await RunAsync(host, orchestrator, 7)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_record_binds_whatever_the_case_of_its_members_and_the_context_names_the_trigger()
    {
        await using var host = await StartAsync();
        Assert.Equal("bolts orchestrationTrigger", (await RunAsync(host, "TakesRecord", new { name = "bolts", count = 1 })).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_missing_input_for_a_value_type_fails_the_orchestration()
    {
        await using var host = await StartAsync();
        var failed = await RunAsync(host, "TakesNumber", null);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal(typeof(FunctionInputConverterException).FullName, failed.FailureDetails!.ErrorType);
    }

    [Fact]
    public async Task Middleware_that_goes_asynchronous_in_front_of_an_orchestrator_fails_it()
    {
        await using var host = await StartAsync(builder => builder.UseMiddleware(async (_, next) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
            await next();
        }));
        var failed = await RunAsync(host, "TakesNumber", 7);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal(IllegalAwait, failed.FailureDetails!.ErrorMessage);
        Assert.Equal(typeof(InvalidOperationException).FullName, failed.FailureDetails.ErrorType);
    }

    [Fact]
    public async Task The_same_middleware_does_no_harm_where_it_is_kept_from_orchestrators()
    {
        await using var host = await StartAsync(builder => builder.UseWhen(
            context => context.FunctionDefinition.InputBindings.Values.All(b => b.Type != "orchestrationTrigger"),
            async (_, next) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
                await next();
            }));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await RunAsync(host, "Calls", null)).RuntimeStatus);
    }

    [Fact]
    public async Task An_orchestrator_that_awaits_what_is_not_durable_fails()
    {
        await using var host = await StartAsync();
        var failed = await RunAsync(host, "Strays", null);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal(IllegalAwait, failed.FailureDetails!.ErrorMessage);
    }

    [Fact]
    public async Task A_parked_instance_goes_on_after_a_restart_of_the_host()
    {
        var data = Directory.CreateTempSubdirectory("durable-").FullName;
        string id;
        await using (var first = await HostUnderTest.StartAsync(HostUnderTest.Builder(data, typeof(DurableFunctionsUnderTest))))
        {
            using var answer = await first.Http.PostAsync(new Uri("/start/Waits", UriKind.Relative), null);
            id = await answer.Content.ReadAsStringAsync();
            await Client(first).WaitForInstanceStartAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
        }

        await using var second = await HostUnderTest.StartAsync(HostUnderTest.Builder(data, typeof(DurableFunctionsUnderTest)));
        await Client(second).RaiseEventAsync(id, "go", "gone");
        var done = await Client(second).WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("gone", done.ReadOutputAs<string>());
    }

    [Fact]
    public async Task While_the_host_drains_a_request_may_still_start_an_instance_that_runs_after_the_restart()
    {
        var data = Directory.CreateTempSubdirectory("durable-").FullName;
        var gate = new Gate();
        await using (var first = await StartGatedAsync(data, gate))
        {
            var answer = first.Http.GetAsync(new Uri("/late", UriKind.Relative));
            await gate.Entered.Task.WaitAsync(TimeSpan.FromSeconds(60));
            var stopped = first.StopAsync();
            gate.Open.SetResult();
            using var late = await answer.WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal("late", await late.Content.ReadAsStringAsync());
            await stopped.WaitAsync(TimeSpan.FromSeconds(60));
        }

        await using var second = await StartGatedAsync(data, gate);
        var done = await Client(second).WaitForInstanceCompletionAsync("late").WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
    }

    private static Task<HostUnderTest> StartGatedAsync(string data, Gate gate)
    {
        var builder = HostUnderTest.Builder(data, typeof(LateFunctions), typeof(DurableFunctionsUnderTest));
        builder.Services.AddSingleton(gate);
        return HostUnderTest.StartAsync(builder);
    }

    private static DurableTaskClient Client(HostUnderTest host) => host.Services.GetRequiredService<DurableTaskClient>();

    private static Task<HostUnderTest> StartAsync(Action<FunctionsApplicationBuilder>? configure = null)
    {
        var builder = HostUnderTest.Builder(null, typeof(DurableFunctionsUnderTest));
        configure?.Invoke(builder);
        return HostUnderTest.StartAsync(builder);
    }

    private static async Task<OrchestrationMetadata> RunAsync(HostUnderTest host, string orchestrator, object? input)
    {
        var id = await Client(host).ScheduleNewOrchestrationInstanceAsync(orchestrator, input);
        return await Client(host).WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true).WaitAsync(TimeSpan.FromSeconds(60));
    }
}
