using Microsoft.Extensions.Logging;

namespace Countersign.Runtime.Hosting;

internal static partial class Log
{
    [LoggerMessage(9001, LogLevel.Error, "Function {Function} failed, invocation {InvocationId}")]
    public static partial void FunctionFailed(this ILogger log, Exception exception, string function, string invocationId);

    [LoggerMessage(9002, LogLevel.Critical, "Function {Function} ran longer than {Limit}, invocation {InvocationId}")]
    public static partial void FunctionTimedOut(this ILogger log, string function, string invocationId, TimeSpan limit);

    [LoggerMessage(9003, LogLevel.Warning, "{Hidden}")]
    public static partial void RouteHidden(this ILogger log, string hidden);

    [LoggerMessage(9004, LogLevel.Information, "Found {Functions} functions, {Routes} of them with a route")]
    public static partial void FunctionsFound(this ILogger log, int functions, int routes);

    [LoggerMessage(9005, LogLevel.Information, "Stopping: running functions have {Drain} to end")]
    public static partial void Draining(this ILogger log, TimeSpan drain);

    [LoggerMessage(9006, LogLevel.Warning, "Function {Function} returns {Type}, which HTTP callers see as an empty 200")]
    public static partial void ResultIgnored(this ILogger log, string function, string type);
}
