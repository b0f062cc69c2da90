using System.Reflection;

namespace Countersign.Runtime.Hosting;

/// <summary>An activity's input, read as the declared type: interfaces and nullable types are fine here.</summary>
internal sealed class ActivityInput(ParameterInfo parameter) : ParameterBinding
{
    private readonly Absent _absent = new(parameter);

    public override object? Bind(LocalFunctionContext context, BindingServices services) =>
        ((TriggerData.Activity)context.Trigger).Input is { } input
            ? services.Converter.Deserialize(input, parameter.ParameterType) ?? _absent.Value()
            : _absent.Value();
}
