using System.Reflection;
using System.Runtime.CompilerServices;
using Countersign.Gate;
using Countersign.Http;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Tests.Unit.Conventions;

public sealed class CodeTests
{
    private static readonly Assembly App = typeof(Program).Assembly;

    /// <summary>Functions that anybody may call, each for the reason beside it.</summary>
    private static readonly string[] Open =
    [
        "ApiOpenApi", // says nothing of anybody
        "AuditKeys", // a public key
        "ConfigJson", // what a browser must know before anybody can sign in
        "Healthz", "Readyz", // asked by whoever runs the app
        "ZzEverythingElse", // the web app's files, and what is not there
    ];

    [Fact]
    public void Only_the_listed_functions_are_open() =>
        Assert.Equal(Open, new RouteTable(App).All.Where(route => route.IsOpen).Select(route => route.Function).Order(StringComparer.Ordinal));

    [Fact]
    public void The_catch_all_is_the_function_whose_name_sorts_last()
    {
        var names = new RouteTable(App).All.Select(route => route.Function).Order(StringComparer.OrdinalIgnoreCase).ToList();
        Assert.Equal("ZzEverythingElse", names[^1]);
    }

    [Fact]
    public void Every_route_under_api_is_described_and_named_so() => Found.Nothing(
        new RouteTable(App).All
            .Where(route => route.Template.StartsWith("api/", StringComparison.Ordinal))
            .Where(route => route.About is null || !route.Function.StartsWith("Api", StringComparison.Ordinal) || route.Methods.Count == 0)
            .Select(route => $"{route.Function}: its name begins with Api, it states its methods, and it has [Route]"));

    [Fact]
    public void Classes_are_sealed() => Found.Nothing(
        Own().Where(type => type is { IsClass: true, IsAbstract: false, IsSealed: false }).Select(type => $"{type}: seal it, or make it abstract with its cases in it"));

    [Fact]
    public void Asynchronous_methods_end_in_Async_and_take_their_token_last()
    {
        var wrong = new List<string>();
        foreach (var method in Own().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)))
        {
            if (method.IsDefined(typeof(CompilerGeneratedAttribute)) || method.Name.Contains('<', StringComparison.Ordinal)) continue;
            var parameters = method.GetParameters().Where(parameter => !parameter.IsOptional).ToArray(); // what a caller may leave out may follow
            var token = Array.FindIndex(parameters, parameter => parameter.ParameterType == typeof(CancellationToken));
            if (token >= 0 && token != parameters.Length - 1) wrong.Add($"{method.DeclaringType}.{method.Name}: the CancellationToken comes last");
            if (!IsTask(method.ReturnType) || IsForeign(method) || IsOrchestrator(method) || method.Name == "<Clone>$") continue;
            if (!method.Name.EndsWith("Async", StringComparison.Ordinal)) wrong.Add($"{method.DeclaringType}.{method.Name}: call it {method.Name}Async");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void Only_the_gate_makes_an_authorized_action()
    {
        var made = Assert.Single(App.GetTypes(), type => type.IsSubclassOf(typeof(AuthorizedAction)));
        Assert.True(made is { IsNestedPrivate: true, IsSealed: true }, $"{made} is private and sealed in the gate");
        Assert.Equal(typeof(ActionGate), made.DeclaringType);
    }

    private static IEnumerable<Type> Own() => App.GetTypes().Where(type =>
        type.Namespace?.StartsWith("Countersign", StringComparison.Ordinal) == true
        && !type.IsDefined(typeof(CompilerGeneratedAttribute))
        && !type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute))
        && !type.Name.Contains('<', StringComparison.Ordinal));

    private static bool IsTask(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    /// <summary>Whoever declared it named it.</summary>
    private static bool IsForeign(MethodInfo method)
    {
        if (method.GetBaseDefinition().DeclaringType?.Assembly != App) return true;
        var type = method.DeclaringType;
        return type is { IsInterface: false } && type.GetInterfaces().Where(i => i.Assembly != App).Any(i => type.GetInterfaceMap(i).TargetMethods.Contains(method));
    }

    /// <summary>An orchestrator and an activity have their function's name, which is stored.</summary>
    private static bool IsOrchestrator(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>() is { } function && function.Name == method.Name;
}
