using Microsoft.Extensions.Logging;

namespace Countersign.Actions;

/// <summary>Events 3000 to 3099.</summary>
internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Warning, "The call of {Action}, attempt {Attempt}, was interrupted by {Kind}; it is looked for after the lease")]
    public static partial void Interrupted(this ILogger log, ActionId action, int attempt, string kind);

    [LoggerMessage(3002, LogLevel.Information, "{Id} had a row and no instance; it was started")]
    public static partial void Started(this ILogger log, string id);

    [LoggerMessage(3004, LogLevel.Information, "{Count} ended instances left the durable history")]
    public static partial void Purged(this ILogger log, int count);

    [LoggerMessage(3003, LogLevel.Warning, "{Id} could not be started by {Kind}; the sweep tries again")]
    public static partial void NotStarted(this ILogger log, string id, string kind);
}
