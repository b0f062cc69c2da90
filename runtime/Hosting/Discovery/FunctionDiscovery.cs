using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Countersign.Runtime.Hosting;

/// <summary>Finds the functions of an app once. What the real host would leave out without a word, or break on, is refused by name.</summary>
internal static class FunctionDiscovery
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <exception cref="InvalidOperationException">Lists everything that is wrong.</exception>
    public static FunctionCatalog Find(IEnumerable<Type> types, bool servesHttp)
    {
        var found = (from type in types
                     from method in type.GetMethods(Declared)
                     where method.IsDefined(typeof(FunctionAttribute), inherit: false)
                     select (Name: method.GetCustomAttribute<FunctionAttribute>()!.Name, Method: method)).ToArray();
        var wrong = found.SelectMany(f => FunctionRules.Check(f.Name, f.Method, servesHttp))
            .Concat(found.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g =>
                $"Function '{g.Key}': {g.Count()} methods have this name, {string.Join(" and ", g.Select(f => At(f.Method)))} (AZFW0017)."))
            .ToArray();
        return wrong.Length == 0
            ? new FunctionCatalog(found.Select(f => Describe(f.Name, f.Method)))
            : throw new InvalidOperationException(string.Join(Environment.NewLine, wrong));
    }

    public static string At(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";

    private static LocalFunction Describe(string name, MethodInfo method)
    {
        var trigger = method.GetParameters().Select(p => p.GetCustomAttribute<TriggerBindingAttribute>()).Single(t => t is not null)!;
        var kind = Kind(trigger);
        var inputs = method.GetParameters()
            .Select(p => (Parameter: p, Binding: p.GetCustomAttribute<BindingAttribute>()))
            .Where(b => b.Binding is not null)
            .ToImmutableDictionary(b => b.Parameter.Name!, BindingMetadata (b) => new LocalBindingMetadata(b.Parameter.Name!, TypeOf(b.Binding!)));
        var input = kind == TriggerKind.Orchestration ? method.GetParameters().FirstOrDefault(IsUnbound) : null;
        return new LocalFunction
        {
            Definition = new LocalFunctionDefinition(name, method, inputs),
            Kind = kind,
            Trigger = trigger,
            Method = new FunctionMethod(method),
            Parameters = [.. method.GetParameters().Select(p => ParameterBinding.For(p, p == input))],
        };
    }

    private static bool IsUnbound(ParameterInfo parameter) =>
        parameter.ParameterType != typeof(FunctionContext) && parameter.ParameterType != typeof(CancellationToken)
        && !parameter.IsDefined(typeof(BindingAttribute));

    private static TriggerKind Kind(TriggerBindingAttribute trigger) => trigger switch
    {
        HttpTriggerAttribute => TriggerKind.Http,
        TimerTriggerAttribute => TriggerKind.Timer,
        OrchestrationTriggerAttribute => TriggerKind.Orchestration,
        ActivityTriggerAttribute => TriggerKind.Activity,
        _ => throw new InvalidOperationException($"The local host does not know {trigger.GetType().Name}."),
    };

    /// <summary>The attribute's name in the host's words: httpTrigger, durableClient.</summary>
    private static string TypeOf(BindingAttribute binding)
    {
        var name = binding.GetType().Name[..^"Attribute".Length];
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
