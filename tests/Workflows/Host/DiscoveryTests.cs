using Countersign.Runtime.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;

namespace Countersign.Tests.Workflows.Host;

public sealed class DiscoveryTests
{
    private static readonly string[] Refusals = Assert.Throws<InvalidOperationException>(() => FunctionDiscovery.Find(
        [typeof(RefusedFunctions), typeof(RefusedFunctions.Nested), typeof(InternalFunctions), typeof(GenericFunctions<>), typeof(AbstractFunctions)],
        servesHttp: true)).Message.Split(Environment.NewLine);

    [Theory]
    [InlineData("Private", "method is not public")]
    [InlineData("NoTrigger", "no trigger")]
    [InlineData("two words", "a name has letters")]
    [InlineData("Twice", "AZFW0017")]
    [InlineData("Levelless", "does not state its level")]
    [InlineData("Keyed", "holds no keys")]
    [InlineData("Reserved", "belongs to the host")]
    [InlineData("Poco", "HttpRequest")]
    [InlineData("Clientless", "DURABLE1002")]
    [InlineData("Contextless", "DURABLE1001")]
    [InlineData("Cancelling", "DURABLE0007")]
    [InlineData("Bound", "DURABLE0008")]
    [InlineData("Void", "AZFW0002")]
    [InlineData("Mvc", "[FromBody]")]
    [InlineData("Nested", "class is nested")]
    [InlineData("Internal", "class is not public")]
    [InlineData("Generic", "generic")]
    [InlineData("Abstract", "abstract")]
    public void What_the_real_host_leaves_out_or_breaks_on_is_refused_by_name(string function, string reason)
    {
        var refusal = Assert.Single(Refusals, line => line.StartsWith($"Function '{function}'", StringComparison.Ordinal));
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_else_is_refused() => Assert.Equal(18, Refusals.Length);

    [Fact]
    public void HTTP_functions_need_the_web_application()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Local.Types = [typeof(RoutedFunctions)];
        builder.Local.HostJson = HostJson.Parse("""{ "version": "2.0" }""");
        Assert.Contains(
            "call ConfigureFunctionsWebApplication()", Assert.Throws<InvalidOperationException>(() => builder.Build()).Message, StringComparison.Ordinal);
    }
}
