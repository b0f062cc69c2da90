using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace Countersign.Runtime.Hosting;

/// <summary>A value of the trigger's binding data by the parameter's name: route values of a request, instanceId of an activity.</summary>
internal sealed class ByName(ParameterInfo parameter) : ParameterBinding
{
    private readonly Absent _absent = new(parameter);
    private readonly Type _type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;

    public override object? Bind(LocalFunctionContext context, BindingServices services) =>
        context.BindingContext.BindingData.TryGetValue(parameter.Name!, out var value) && value is not null
            ? Convert(value, services.Json)
            : _absent.Value();

    private object Convert(object value, JsonSerializerOptions json)
    {
        if (_type.IsInstanceOfType(value))
            return value;
        var text = System.Convert.ToString(value, CultureInfo.InvariantCulture)!;
        if (_type == typeof(string))
            return text;
        if (_type == typeof(Guid) && Guid.TryParse(text, out var id))
            return id;
        if (_type == typeof(DateTimeOffset)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            return instant;
        try
        {
            return JsonSerializer.Deserialize(text, _type, json) ?? throw Failed(text, null);
        }
        catch (JsonException wrong)
        {
            throw Failed(text, wrong);
        }
    }

    private FunctionInputConverterException Failed(string text, Exception? inner) =>
        new($"Cannot convert input parameter '{parameter.Name}' to type '{parameter.ParameterType.FullName}' from type "
            + $"'{text.GetType().FullName}'.", inner);
}
