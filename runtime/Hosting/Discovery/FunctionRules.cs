using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Runtime.Hosting;

/// <summary>What the SDK's generator, its analyzers and the real host ask of a function. Each complaint names the function and what to do.</summary>
internal static partial class FunctionRules
{
    public static IEnumerable<string> Check(string name, MethodInfo method, bool servesHttp) =>
        Shape(name, method).Concat(Triggers(method, servesHttp)).Select(wrong => $"Function '{name}' ({FunctionDiscovery.At(method)}): {wrong}");

    private static IEnumerable<string> Shape(string name, MethodInfo method)
    {
        var type = method.DeclaringType!;
        if (!NamePattern().IsMatch(name))
            yield return "a name has letters, digits, '_' and '-' alone, begins with a letter and has at most 128 characters.";
        if (type.IsNested)
            yield return "its class is nested, and the real host leaves it out without a word. Move it out.";
        else if (!type.IsPublic)
            yield return "its class is not public, and the real host leaves it out without a word. Make it public.";
        if (type.IsGenericTypeDefinition || method.IsGenericMethodDefinition)
            yield return "class and method cannot be generic.";
        if (type is { IsAbstract: true, IsSealed: false })
            yield return "its class is abstract, and the real host leaves it out without a word.";
        if (!method.IsPublic)
            yield return "its method is not public: it would be listed and never exist. Make it public.";
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
            yield return "it is async void (AZFW0002). Return Task.";
    }

    private static IEnumerable<string> Triggers(MethodInfo method, bool servesHttp)
    {
        var parameters = method.GetParameters();
        var triggers = parameters.Where(p => p.IsDefined(typeof(TriggerBindingAttribute))).ToArray();
        if (triggers.Length != 1)
            return [triggers.Length == 0 ? "it has no trigger, which fails the whole app on the real host." : "it has more than one trigger."];
        var wrong = parameters.SelectMany(Parameter);
        return wrong.Concat(triggers[0].GetCustomAttribute<TriggerBindingAttribute>() switch
        {
            HttpTriggerAttribute http => Http(method, triggers[0], http, servesHttp),
            OrchestrationTriggerAttribute orchestration => Orchestration(parameters, triggers[0], orchestration),
            ActivityTriggerAttribute { Activity: not null } => ["name it by [Function] alone, not by Activity as well."],
            TimerTriggerAttribute when triggers[0].ParameterType != typeof(TimerInfo) => ["its [TimerTrigger] has to be a TimerInfo."],
            _ => [],
        });
    }

    private static IEnumerable<string> Parameter(ParameterInfo parameter)
    {
        if (parameter.IsDefined(typeof(DurableClientAttribute)) != (parameter.ParameterType == typeof(DurableTaskClient)))
            yield return $"[DurableClient] and DurableTaskClient go together, on '{parameter.Name}' too (DURABLE1002).";
        if (parameter.ParameterType == typeof(TaskOrchestrationContext) && !parameter.IsDefined(typeof(OrchestrationTriggerAttribute)))
            yield return $"'{parameter.Name}' is a TaskOrchestrationContext without [OrchestrationTrigger].";
        if (parameter.GetCustomAttributes().Any(a => a.GetType().FullName == "Microsoft.AspNetCore.Mvc.FromBodyAttribute"))
            yield return $"'{parameter.Name}' has MVC's [FromBody], which binds nothing here. Read the request's body.";
        if (parameter.ParameterType.IsByRef)
            yield return $"'{parameter.Name}' is passed by reference.";
    }

    private static IEnumerable<string> Http(MethodInfo method, ParameterInfo parameter, HttpTriggerAttribute trigger, bool servesHttp)
    {
        if (!servesHttp)
            yield return "call ConfigureFunctionsWebApplication() on the builder: an HttpRequest cannot be had without it.";
        if (parameter.ParameterType != typeof(HttpRequest))
            yield return "its [HttpTrigger] has to be an ASP.NET Core HttpRequest.";
        var stated = parameter.GetCustomAttributesData().Single(a => a.AttributeType == typeof(HttpTriggerAttribute))
            .ConstructorArguments.Any(a => a.ArgumentType == typeof(AuthorizationLevel));
        if (!stated)
            yield return "it does not state its level, and the attribute's constructors disagree on the default. Write it.";
        else if (trigger.AuthLevel != AuthorizationLevel.Anonymous)
            yield return $"its level is {trigger.AuthLevel}, and the local host holds no keys to check. Use Anonymous and let the app authenticate.";
        if (ReservedRoute().IsMatch(trigger.Route ?? ""))
            yield return $"its route '{trigger.Route}' belongs to the host (admin, runtime).";
        if (trigger.Methods?.Any(string.IsNullOrWhiteSpace) == true)
            yield return "it lists an empty method.";
        if (FunctionMethod.Awaited(method.ReturnType).GetInterfaces().Append(FunctionMethod.Awaited(method.ReturnType))
            .Any(t => t.FullName == "Microsoft.AspNetCore.Mvc.IActionResult"))
            yield return "it returns an IActionResult, which this host does not execute. Return IResult.";
    }

    private static IEnumerable<string> Orchestration(ParameterInfo[] parameters, ParameterInfo parameter, OrchestrationTriggerAttribute trigger)
    {
        if (parameter.ParameterType != typeof(TaskOrchestrationContext))
            yield return "its [OrchestrationTrigger] has to be a TaskOrchestrationContext (DURABLE1001).";
        if (trigger.Orchestration is not null)
            yield return "name it by [Function] alone, not by Orchestration as well.";
        foreach (var other in parameters.Where(p => p != parameter))
        {
            if (other.ParameterType == typeof(CancellationToken))
                yield return "an orchestrator takes no CancellationToken (DURABLE0007).";
            if (other.IsDefined(typeof(BindingAttribute)))
                yield return $"an orchestrator has no other bindings: '{other.Name}' (DURABLE0008).";
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,127}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();

    [GeneratedRegex("^/?(admin|runtime)(/|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ReservedRoute();
}
