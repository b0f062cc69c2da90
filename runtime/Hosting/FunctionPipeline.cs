using System.Diagnostics;
using Countersign.Runtime.Durable.Replay;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Runtime.Hosting;

/// <summary>Runs an invocation: the app's middleware in the order of registration, then binding, then the function.</summary>
internal sealed class FunctionPipeline
{
    /// <summary>As the real worker names its source, so that a listener for one hears the other.</summary>
    private static readonly ActivitySource Source = new("Microsoft.Azure.Functions.Worker");

    private readonly FunctionExecutionDelegate _run;
    private readonly BindingServices _bindings;
    private readonly FunctionTimeout _timeout;
    private readonly IServiceScopeFactory _scopes;

    public FunctionPipeline(
        IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware,
        BindingServices bindings,
        FunctionTimeout timeout,
        IServiceScopeFactory scopes)
    {
        _bindings = bindings;
        _timeout = timeout;
        _scopes = scopes;
        _run = context => CallAsync((LocalFunctionContext)context);
        foreach (var layer in middleware.Reverse())
            _run = layer(_run);
    }

    /// <summary>Runs the function to its end within functionTimeout; scope and watch stand until <paramref name="settle"/> is through.</summary>
    public async Task<T> RunAsync<T>(
        LocalFunction function,
        TriggerData trigger,
        IReadOnlyDictionary<string, object?> data,
        Func<LocalFunctionContext, FunctionExecutionDelegate, Task<T>> settle,
        CancellationToken cancellation)
    {
        using var activity = Start(function);
        await using var context = new LocalFunctionContext(function, trigger, data, _scopes, cancellation);
        using var watch = _timeout.Watch(function, context.InvocationId);
        try
        {
            return await settle(context, _run);
        }
        catch (Exception failure)
        {
            activity?.SetStatus(ActivityStatusCode.Error, failure.GetType().Name);
            throw;
        }
    }

    /// <summary>
    /// Runs one turn of an orchestrator. It may wait for ever, so it is not timed; and whatever in front of it goes asynchronous fails it.
    /// </summary>
    public async Task<object?> TurnAsync(LocalFunction function, TriggerData.Orchestration trigger)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = trigger.Context.InstanceId };
        await using var context = new LocalFunctionContext(function, trigger, data, _scopes, CancellationToken.None);
        var turn = _run(context);
        if (!turn.IsCompleted && !context.Entered)
            throw new InvalidOperationException(Turn.IllegalAwait);
        await turn;
        return context.Result.Value;
    }

    private static Activity? Start(LocalFunction function)
    {
        var activity = Source.StartActivity("Invoke", ActivityKind.Internal);
        activity?.SetTag("faas.name", function.Name);
        return activity;
    }

    private async Task CallAsync(LocalFunctionContext context)
    {
        context.Entered = true;
        var parameters = context.Function.Parameters;
        var arguments = new object?[parameters.Count];
        for (var i = 0; i < arguments.Length; i++)
            arguments[i] = parameters[i].Bind(context, _bindings);
        context.Result.Value = await context.Function.Method.CallAsync(() => context.InstanceServices, arguments);
    }
}
