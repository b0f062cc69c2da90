using Microsoft.Extensions.Logging;

namespace Countersign.Egress;

internal static partial class Log
{
    [LoggerMessage(1401, LogLevel.Warning, "Stopped a request of {Client}: {Code}")]
    public static partial void Stopped(this ILogger log, string client, string code);
}
