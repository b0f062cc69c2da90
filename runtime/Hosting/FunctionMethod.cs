using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Runtime.Hosting;

/// <summary>A function's method, compiled at its first call: makes the class from the invocation's services, calls, and awaits whatever comes back.</summary>
internal sealed class FunctionMethod
{
    private readonly Lazy<ObjectFactory>? _create;
    private readonly Lazy<Func<object?, object?[], Task<object?>>> _call;

    public FunctionMethod(MethodInfo method)
    {
        _create = method.IsStatic ? null : new(() => ActivatorUtilities.CreateFactory(method.DeclaringType!, Type.EmptyTypes));
        _call = new(() => Compile(method));
    }

    /// <param name="services">Asked for only when the class has to be made.</param>
    public Task<object?> CallAsync(Func<IServiceProvider> services, object?[] arguments) =>
        _call.Value(_create?.Value.Invoke(services(), null), arguments);

    /// <summary>What is left of a return type once it was awaited.</summary>
    public static Type Awaited(Type type) => type switch
    {
        _ when type == typeof(Task) || type == typeof(ValueTask) => typeof(void),
        { IsGenericType: true } when type.GetGenericTypeDefinition() is var open
            && (open == typeof(Task<>) || open == typeof(ValueTask<>)) =>
            type.GetGenericArguments()[0],
        _ => type,
    };

    private static Func<object?, object?[], Task<object?>> Compile(MethodInfo method)
    {
        var target = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object[]));
        var call = Expression.Call(
            method.IsStatic ? null : Expression.Convert(target, method.DeclaringType!),
            method,
            method.GetParameters().Select((p, i) =>
                Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), p.ParameterType)));
        var result = Awaited(method.ReturnType);
        Expression body = method.ReturnType switch
        {
            _ when method.ReturnType == typeof(void) => Expression.Block(call, Expression.Constant(Task.FromResult<object?>(null))),
            _ when method.ReturnType == typeof(Task) => Expression.Call(Of(nameof(NothingAsync)), call),
            _ when method.ReturnType == typeof(ValueTask) => Expression.Call(Of(nameof(NothingAsync)), AsTask(call)),
            _ when result == method.ReturnType => Expression.Call(Of(nameof(Done)), Expression.Convert(call, typeof(object))),
            { } t when t.GetGenericTypeDefinition() == typeof(Task<>) => Expression.Call(Of(nameof(ResultAsync)).MakeGenericMethod(result), call),
            _ => Expression.Call(Of(nameof(ResultAsync)).MakeGenericMethod(result), AsTask(call)),
        };
        return Expression.Lambda<Func<object?, object?[], Task<object?>>>(body, target, arguments).Compile();
    }

    private static MethodCallExpression AsTask(Expression valueTask) => Expression.Call(valueTask, nameof(ValueTask.AsTask), null);

    private static MethodInfo Of(string name) => typeof(FunctionMethod).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;

    private static Task<object?> Done(object? value) => Task.FromResult(value);

    private static async Task<object?> NothingAsync(Task task)
    {
        await task;
        return null;
    }

    private static async Task<object?> ResultAsync<T>(Task<T> task) => await task;
}
