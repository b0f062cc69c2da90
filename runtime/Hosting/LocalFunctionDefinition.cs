using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Runtime.Hosting;

internal sealed class LocalFunctionDefinition(
    string name, MethodInfo method, IImmutableDictionary<string, BindingMetadata> inputs) : FunctionDefinition
{
    public override string Name => name;

    public override string Id { get; } = $"{method.DeclaringType!.FullName}.{method.Name}";

    public override string EntryPoint => Id;

    public override string PathToAssembly { get; } = method.DeclaringType!.Assembly.Location;

    public override ImmutableArray<FunctionParameter> Parameters { get; } =
        [.. method.GetParameters().Select(p =>
            new FunctionParameter(p.Name!, p.ParameterType, p.HasDefaultValue, p.HasDefaultValue ? p.DefaultValue : null))];

    public override IImmutableDictionary<string, BindingMetadata> InputBindings => inputs;

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;
}
