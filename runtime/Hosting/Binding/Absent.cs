using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Runtime.Hosting;

/// <summary>What a parameter gets when nothing can be bound: its default, else null, else the invocation fails.</summary>
internal sealed class Absent(ParameterInfo parameter)
{
    private readonly bool _nullable =
        !parameter.ParameterType.IsValueType || Nullable.GetUnderlyingType(parameter.ParameterType) is not null;

    public object? Value()
    {
        if (parameter.HasDefaultValue)
            return parameter.DefaultValue ?? (_nullable ? null : Activator.CreateInstance(parameter.ParameterType));
        return _nullable
            ? null
            : throw new FunctionInputConverterException(
                $"Could not populate the value for '{parameter.Name}' parameter. "
                + "Consider adding a default value or making the parameter nullable.");
    }
}
