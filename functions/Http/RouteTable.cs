using System.Reflection;

namespace Countersign.Http;

/// <summary>The app's HTTP functions, read once from the assembly: for authentication, for what no route takes, and for openapi.json.</summary>
public sealed class RouteTable
{
    private readonly Dictionary<string, Route> _byFunction;

    public RouteTable(Assembly assembly)
    {
        All = [.. assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(Route.Of)
            .OfType<Route>()
            .OrderBy(route => route.Template, StringComparer.Ordinal)
            .ThenBy(route => route.Function, StringComparer.Ordinal)];
        _byFunction = All.ToDictionary(route => route.Function, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<Route> All { get; }

    /// <summary>What is not known is not open.</summary>
    public bool IsOpen(string function) => _byFunction.TryGetValue(function, out var route) && route.IsOpen;

    /// <summary>The methods that a path takes, none when no route has it.</summary>
    public IReadOnlyList<string> MethodsOf(string path) =>
        [.. All.Where(route => route.Methods.Count > 0 && route.HasPath(path)).SelectMany(route => route.Methods).Distinct().Order(StringComparer.Ordinal)];
}
