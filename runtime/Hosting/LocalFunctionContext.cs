using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Runtime.Hosting;

/// <summary>One invocation. The scope is opened when something asks for services, which an orchestrator's turn seldom does.</summary>
internal sealed class LocalFunctionContext : FunctionContext, IAsyncDisposable
{
    private readonly IServiceScopeFactory _scopes;
    private AsyncServiceScope? _scope;
    private IServiceProvider? _services;

    public LocalFunctionContext(
        LocalFunction function,
        TriggerData trigger,
        IReadOnlyDictionary<string, object?> data,
        IServiceScopeFactory scopes,
        CancellationToken cancellation)
    {
        Function = function;
        Trigger = trigger;
        _scopes = scopes;
        CancellationToken = cancellation;
        BindingContext = new Data(data);
        Features.Set<InvocationResult>(Result);
    }

    public LocalFunction Function { get; }

    /// <summary>What the parameters are bound from, besides the binding data.</summary>
    public TriggerData Trigger { get; }

    public LocalInvocationResult Result { get; } = new();

    /// <summary>Whether the function's own code was reached, as opposed to middleware in front of it.</summary>
    public bool Entered { get; set; }

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => Function.Definition.Id;

    public override TraceContext TraceContext { get; } = new Trace(Activity.Current);

    public override BindingContext BindingContext { get; }

    public override RetryContext RetryContext { get; } = new NoRetry();

    public override IServiceProvider InstanceServices
    {
        get => _services ??= (_scope = _scopes.CreateAsyncScope()).Value.ServiceProvider;
        set => _services = value;
    }

    public override FunctionDefinition FunctionDefinition => Function.Definition;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken { get; }

    public ValueTask DisposeAsync() => _scope?.DisposeAsync() ?? ValueTask.CompletedTask;

    private sealed class Data(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    private sealed class Trace(Activity? activity) : TraceContext
    {
        public override string TraceParent { get; } = activity?.Id ?? "";

        public override string TraceState { get; } = activity?.TraceStateString ?? "";

        public override IReadOnlyDictionary<string, string> Baggage { get; } = activity is null
            ? ImmutableDictionary<string, string>.Empty
            : activity.Baggage.Where(b => b.Value is not null).DistinctBy(b => b.Key).ToDictionary(b => b.Key, b => b.Value!);
    }

    /// <summary>This host has no retry attributes: every invocation is the first and only one it knows of.</summary>
    private sealed class NoRetry : RetryContext
    {
        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }
}
