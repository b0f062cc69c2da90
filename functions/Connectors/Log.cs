using Countersign.Policies;
using Microsoft.Extensions.Logging;

namespace Countersign.Connectors;

/// <summary>Events 2300 to 2399.</summary>
internal static partial class Log
{
    [LoggerMessage(2301, LogLevel.Information, "{Connection} refused a fresh provider token, attempt {Attempt}")]
    public static partial void TokenRefused(this ILogger log, ConnectionName connection, int attempt);
}
