using Microsoft.Extensions.Logging;

namespace Countersign.Http;

internal static partial class Log
{
    [LoggerMessage(1201, LogLevel.Error, "Defect in {Function}, invocation {Invocation}: {Type}\n{Place}")]
    public static partial void Defect(this ILogger log, string function, string invocation, string? type, string? place);

    [LoggerMessage(1202, LogLevel.Warning, "The store gave no answer to {Function}: {Code}")]
    public static partial void StorageUnavailable(this ILogger log, string function, string code);
}
