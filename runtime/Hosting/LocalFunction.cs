using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Countersign.Runtime.Hosting;

/// <summary>One function as it was found at start.</summary>
internal sealed record LocalFunction
{
    public required LocalFunctionDefinition Definition { get; init; }

    public required TriggerKind Kind { get; init; }

    public required TriggerBindingAttribute Trigger { get; init; }

    public required FunctionMethod Method { get; init; }

    public required IReadOnlyList<ParameterBinding> Parameters { get; init; }

    public string Name => Definition.Name;
}
