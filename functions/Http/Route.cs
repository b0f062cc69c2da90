using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Http;

/// <summary>One HTTP function.</summary>
/// <param name="Template">Without a leading slash: <c>api/runs/{id}</c>.</param>
/// <param name="Methods">Upper case; empty for all.</param>
public sealed record Route(string Function, string Template, IReadOnlyList<string> Methods, MethodInfo Method, bool IsOpen)
{
    public RouteAttribute? About => Method.GetCustomAttribute<RouteAttribute>();

    /// <summary>Whether the path is this route's, whatever the method.</summary>
    /// <param name="path">Without a leading slash.</param>
    public bool HasPath(string path)
    {
        var wanted = Template.Split('/');
        var found = path.Split('/');
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i].StartsWith("{*", StringComparison.Ordinal)) return true;
            if (i >= found.Length || found[i] == "") return false;
            if (!wanted[i].StartsWith('{') && !string.Equals(wanted[i], found[i], StringComparison.OrdinalIgnoreCase)) return false;
        }

        return found.Length == wanted.Length;
    }

    public static Route? Of(MethodInfo method)
    {
        if (method.GetCustomAttribute<FunctionAttribute>() is not { } function) return null;
        var trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null);
        if (trigger is null) return null;
        return new Route(
            function.Name,
            trigger.Route ?? function.Name,
            [.. (trigger.Methods ?? []).Select(name => name.ToUpperInvariant())],
            method,
            method.GetCustomAttribute<OpenAttribute>() is not null);
    }
}
