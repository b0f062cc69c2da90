namespace Countersign.Runtime.Hosting;

/// <summary>A route that an earlier function name takes requests from.</summary>
/// <param name="Methods">The methods that both answer; empty when both answer all.</param>
internal sealed record HiddenRoute(FunctionRoute Earlier, FunctionRoute Later, HiddenRoute.Extent How, IReadOnlyList<string> Methods)
{
    public enum Extent
    {
        /// <summary>Both templates match the very same paths: the real worker answers 500.</summary>
        Same,

        /// <summary>No request reaches the later function by these methods.</summary>
        Wholly,

        /// <summary>Some paths that the later template spells out go to the earlier function.</summary>
        Partly,
    }

    public static HiddenRoute? Between(FunctionRoute earlier, FunctionRoute later)
    {
        if (Shared(earlier.Methods, later.Methods) is not { } methods)
            return null;
        var over = RouteCover.Covers(earlier, later);
        var under = RouteCover.Covers(later, earlier);
        return (over, under) switch
        {
            (true, true) => new(earlier, later, Extent.Same, methods),
            (true, false) => new(earlier, later, Extent.Wholly, methods),
            (false, true) => null,
            _ => RouteCover.Meets(earlier, later) ? new(earlier, later, Extent.Partly, methods) : null,
        };
    }

    public override string ToString()
    {
        var methods = Methods.Count == 0 ? "all methods" : string.Join(", ", Methods);
        var pair = $"'{Earlier.Function.Name}' ({Earlier.Text}) and '{Later.Function.Name}' ({Later.Text})";
        return How switch
        {
            Extent.Same => $"Functions {pair} have the same route for {methods}.",
            Extent.Wholly => $"Functions {pair}: the first name sorts first and takes every request of the second for {methods}.",
            _ => $"Functions {pair}: the first name sorts first and takes some requests that the second spells out, for {methods}.",
        };
    }

    private static string[]? Shared(IReadOnlySet<string>? earlier, IReadOnlySet<string>? later) => (earlier, later) switch
    {
        (null, null) => [],
        (null, _) => [.. later!],
        (_, null) => [.. earlier],
        _ when earlier.Intersect(later, StringComparer.OrdinalIgnoreCase).ToArray() is { Length: > 0 } both => both,
        _ => null,
    };
}
