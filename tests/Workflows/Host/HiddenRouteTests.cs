using System.Collections.Immutable;
using Countersign.Runtime.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Tests.Workflows.Host;

public sealed class HiddenRouteTests
{
    [Theory]
    [InlineData("get", "runs/{id}", "get", "runs/new", "Wholly")]
    [InlineData("get", "runs/{id}", "post", "runs/new", null)]
    [InlineData("get,post", "runs/{id}", "post", "runs/new", "Wholly")]
    [InlineData("", "{*path}", "get", "runs", "Wholly")]
    [InlineData("get", "runs/new", "get", "runs/{id}", null)]
    [InlineData("get", "runs", "get", "{*path}", null)]
    [InlineData("get", "runs/{id}", "get", "runs/{other}", "Same")]
    [InlineData("get", "Runs/{id}", "get", "runs/{other}", "Same")]
    [InlineData("get", "runs/{id:int}", "get", "runs/new", null)]
    [InlineData("get", "runs/{id:int}", "get", "runs/7", "Wholly")]
    [InlineData("get", "runs/{id:int}", "get", "runs/{id}", null)]
    [InlineData("get", "{a}/new", "get", "runs/{id}", "Partly")]
    [InlineData("get", "runs/{id?}", "get", "runs", "Wholly")]
    [InlineData("get", "runs", "get", "runs/{id?}", null)]
    [InlineData("get", "runs/{id}/events", "get", "runs/{id}", null)]
    public void A_route_that_an_earlier_name_takes_is_found(string earlierMethods, string earlier, string laterMethods, string later, string? found)
    {
        var hidden = Table(("A", earlierMethods, earlier), ("B", laterMethods, later)).Hidden();
        Assert.Equal(found, hidden.SingleOrDefault()?.How.ToString());
    }

    [Fact]
    public void Names_are_ordered_without_case()
    {
        var hidden = Table(("b", "get", "{*path}"), ("A", "get", "runs")).Hidden();
        Assert.Empty(hidden);
    }

    [Fact]
    public void The_finding_names_both_functions_their_routes_and_the_methods() => Assert.Equal(
        "Functions 'A' (runs/{id}) and 'B' (runs/new): the first name sorts first and takes every request of the second for get.",
        Assert.Single(Table(("A", "get", "runs/{id}"), ("B", "get", "runs/new")).Hidden()).ToString());

    [Fact]
    public void A_template_that_cannot_be_read_is_refused_by_name() => Assert.Contains(
        "Function 'A'", Assert.Throws<InvalidOperationException>(() => Table(("A", "get", "runs/{id:nosuch}"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Two_functions_with_one_route_and_method_are_refused_at_start() => Assert.Contains(
        "'SameOne' (same) and 'SameTwo' (same)",
        Assert.Throws<InvalidOperationException>(() => HostUnderTest.Builder(null, typeof(SameRouteFunctions)).Build()).Message,
        StringComparison.Ordinal);

    private static RouteTable Table(params (string Name, string Methods, string Route)[] routes)
    {
        var method = typeof(SameRouteFunctions).GetMethod(nameof(SameRouteFunctions.One))!;
        return RouteTable.Build(
            new FunctionCatalog(routes.Select(r => new LocalFunction
            {
                Definition = new LocalFunctionDefinition(r.Name, method, ImmutableDictionary<string, BindingMetadata>.Empty),
                Kind = TriggerKind.Http,
                Method = new FunctionMethod(method),
                Parameters = [],
                Trigger = new HttpTriggerAttribute(AuthorizationLevel.Anonymous, r.Methods.Split(',', StringSplitOptions.RemoveEmptyEntries)) { Route = r.Route },
            })),
            prefix: "");
    }
}

public sealed class SameRouteFunctions
{
    [Function("SameOne")]
    public IResult One([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "same")] HttpRequest request) => Results.Ok();

    [Function("SameTwo")]
    public IResult Two([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "same")] HttpRequest request) => Results.Ok();
}
