using Microsoft.Extensions.Logging;

namespace Countersign.Storage;

internal static partial class Log
{
    [LoggerMessage(1501, LogLevel.Critical, "The disk is full: app.db takes nothing until there is space")]
    public static partial void DiskFull(ILogger log);

    [LoggerMessage(1502, LogLevel.Warning, "There is space again for app.db")]
    public static partial void SpaceIsBack(ILogger log);

    [LoggerMessage(1503, LogLevel.Error, "Row {Key} of due list {List} was altered into something that is none; it was taken away")]
    public static partial void UnreadableDue(this ILogger log, string list, string key);
}
