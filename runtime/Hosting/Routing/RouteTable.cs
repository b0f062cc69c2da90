using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Countersign.Runtime.Hosting;

/// <summary>Routes in the order of function names; the first that matches path and method wins, however specific a later one is.</summary>
internal sealed class RouteTable
{
    private RouteTable(IReadOnlyList<FunctionRoute> routes)
    {
        Routes = routes;
    }

    public IReadOnlyList<FunctionRoute> Routes { get; }

    public static RouteTable Build(FunctionCatalog catalog, string prefix)
    {
        var options = new RouteOptions();
        options.SetParameterPolicy<RegexInlineRouteConstraint>("regex");
        using var none = new ServiceCollection().BuildServiceProvider();
        var resolver = new DefaultInlineConstraintResolver(Options.Create(options), none);
        return new RouteTable([.. catalog.Of(TriggerKind.Http).Select(function => Route(function, prefix, resolver))]);
    }

    public (LocalFunction Function, RouteValueDictionary Values)? Match(HttpContext http)
    {
        foreach (var route in Routes)
            if (route.Match(http) is { } values)
                return (route.Function, values);
        return null;
    }

    /// <summary>Every pair of which the earlier function takes requests that the later one is written for.</summary>
    public IReadOnlyList<HiddenRoute> Hidden()
    {
        var found = new List<HiddenRoute>();
        for (var later = 1; later < Routes.Count; later++)
            for (var earlier = 0; earlier < later; earlier++)
                if (HiddenRoute.Between(Routes[earlier], Routes[later]) is { } hidden)
                    found.Add(hidden);
        return found;
    }

    private static FunctionRoute Route(LocalFunction function, string prefix, IInlineConstraintResolver resolver)
    {
        try
        {
            return new FunctionRoute(function, prefix, resolver);
        }
        catch (Exception wrong) when (wrong is ArgumentException or RouteCreationException or RoutePatternException or InvalidOperationException)
        {
            throw new InvalidOperationException($"Function '{function.Name}': its route cannot be read. {wrong.Message}", wrong);
        }
    }
}
