using System.Reflection;
using Countersign.Runtime.Hosting;

namespace Countersign.Tests.Workflows.Host;

/// <summary>The app's own functions, as the host finds them.</summary>
public sealed class AppFunctionsTests
{
    private static readonly FunctionCatalog Functions =
        FunctionDiscovery.Find(Assembly.Load("Countersign.Functions").GetTypes(), servesHttp: true);

    private static readonly RouteTable Routes = RouteTable.Build(Functions, HostJson.Read(AppContext.BaseDirectory).RoutePrefix);

    [Fact]
    public void No_route_is_hidden_by_an_earlier_function_name()
    {
        Assert.NotEmpty(Routes.Routes);
        Assert.Empty(Routes.Hidden());
    }

    [Fact]
    public void The_function_that_takes_every_path_sorts_last() =>
        Assert.True(Routes.Routes[^1].Template.Segments is [{ Parts: [{ IsCatchAll: true }] }], Routes.Routes[^1].Text);

    [Fact]
    public void Every_timer_has_a_schedule_that_can_be_read() => Assert.All(
        Functions.Of(TriggerKind.Timer),
        timer => TimerSchedule.Parse(
            ((Microsoft.Azure.Functions.Worker.TimerTriggerAttribute)timer.Trigger).Schedule,
            new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build()));
}
