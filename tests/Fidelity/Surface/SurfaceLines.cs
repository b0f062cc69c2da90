using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Countersign.Tests.Fidelity.Surface;

/// <summary>
/// Writes public types and members one a line, as functions-surface.txt has them:
/// <c>Type | kind | base and interfaces | assembly</c> and <c>Type . public virtual ReturnType Name(ParameterType name=default)</c>.
/// </summary>
public static class SurfaceLines
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The last part, the assembly, is left out: here all stand in one.</summary>
    public static IEnumerable<string> Of(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        yield return $"{type} | {Kind(type)} | {string.Join(", ", Bases(type))} | ";
        if (type.IsEnum)
        {
            foreach (var name in Enum.GetNames(type))
                yield return $"{type} . {name}={Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}";
            yield break;
        }

        foreach (var constructor in type.GetConstructors(Declared & ~BindingFlags.Static).Where(Seen))
            yield return $"{type} . {Access(constructor)}.ctor({Parameters(constructor)})";
        foreach (var field in type.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly))
            yield return $"{type} . {Field(field)}";
        foreach (var property in type.GetProperties(Declared).Where(p => p.GetAccessors(nonPublic: true).Any(Seen)))
            yield return $"{type} . {Property(property)}";
        foreach (var method in type.GetMethods(Declared).Where(m => Seen(m) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)) && !m.Name.Contains('<', StringComparison.Ordinal)))
            yield return $"{type} . {Access(method)}{Modifier(method)}{method.ReturnType} {method.Name}{Generic(method)}({Parameters(method)})";
    }

    private static bool Seen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        _ when type.IsSubclassOf(typeof(Delegate)) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static IEnumerable<string> Bases(Type type)
    {
        var interfaces = type.GetInterfaces().Select(i => i.ToString()).Order(StringComparer.Ordinal);
        var none = type.BaseType is not { } parent || parent == typeof(object) || type.IsValueType || type.IsSubclassOf(typeof(Delegate));
        return none ? interfaces : interfaces.Prepend(type.BaseType!.ToString());
    }

    private static string Access(MethodBase method) => method.IsPublic ? "public " : "protected ";

    private static string Modifier(MethodBase method) => method switch
    {
        { IsStatic: true } => "static ",
        { IsAbstract: true } => "abstract ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethodDefinition ? $"<{string.Join(",", method.GetGenericArguments().Select(a => a.Name))}>" : "";

    private static string Field(FieldInfo field) => (field.IsPublic ? "public " : "protected ")
        + (field.IsLiteral
            ? $"const {field.FieldType} {field.Name}={Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}"
            : $"{(field.IsStatic ? "static " : "")}{field.FieldType} {field.Name}");

    private static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(Seen).ToArray();
        var first = accessors.FirstOrDefault(a => a.IsPublic) ?? accessors[0];
        var get = property.GetMethod is { } getter && Seen(getter) ? "get; " : "";
        var set = property.SetMethod is { } setter && Seen(setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; "
            : "";
        return $"{Access(first)}{Modifier(first)}{property.PropertyType} {property.Name} {{ {get}{set}}}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p =>
        (p.IsOut ? "out " : p.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")
        + $"{p.ParameterType} {p.Name}"
        + (p.HasDefaultValue ? $"={Convert.ToString(p.DefaultValue, CultureInfo.InvariantCulture) switch { null or "" when p.DefaultValue is null => "null", var text => text }}" : "")));
}
