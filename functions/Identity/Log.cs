using Microsoft.Extensions.Logging;

namespace Countersign.Identity;

internal static partial class Log
{
    [LoggerMessage(1301, LogLevel.Warning, "The tenant's signing keys could not be read: {Failure}")]
    public static partial void KeysUnavailable(this ILogger log, string failure);
}
