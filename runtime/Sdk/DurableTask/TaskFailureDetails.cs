using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Countersign.Runtime.Durable.Replay;

namespace Microsoft.DurableTask;

/// <summary>A failure as history keeps it. Under the host an activity's type is "(unknown)" or the words before ": " in its message, and its inner failure is lost.</summary>
public record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties)
{
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    public bool IsCausedBy<T>()
        where T : Exception
        => IsCausedBy(typeof(T));

    /// <summary>Looks at this level only; base types match.</summary>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
            throw new ArgumentException($"The type {targetBaseExceptionType} is not an exception type.", nameof(targetBaseExceptionType));
        return !string.IsNullOrEmpty(ErrorType) && Find(ErrorType, targetBaseExceptionType) is { } type && targetBaseExceptionType.IsAssignableFrom(type);
    }

    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return From(exception);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only types that are loaded can be asked for.")]
    private static Type? Find(string name, Type target)
    {
        if (Type.GetType(name, throwOnError: false) is { } core)
            return core;
        if (target.Assembly.GetType(name, throwOnError: false) is { } near)
            return near;

        var loaded = AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType(name, throwOnError: false)).OfType<Type>().Take(2).ToList();
        return loaded.Count switch
        {
            0 => null,
            1 => loaded[0],
            _ => throw new AmbiguousMatchException($"Multiple exception types with the name '{name}' were found."),
        };
    }

    [return: NotNullIfNotNull(nameof(exception))]
    private static TaskFailureDetails? From(Exception? exception) => exception switch
    {
        null => null,
        StepFailedException step => new(
            step.Details?.ErrorType ?? "(unknown)",
            step.Details?.ErrorMessage ?? "(unknown)",
            step.Details?.StackTrace,
            step.Details?.InnerFailure ?? From(step.InnerException),
            step.Details?.Properties),
        // An escaped failure of a call keeps what it knew one level below itself.
        TaskFailedException failed => new(failed.GetType().ToString(), failed.Message, failed.StackTrace, failed.FailureDetails, null),
        _ => new(exception.GetType().ToString(), exception.Message, exception.StackTrace, From(exception.InnerException), null),
    };
}
