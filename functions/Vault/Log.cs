using Countersign.Policies;
using Microsoft.Extensions.Logging;

namespace Countersign.Vault;

/// <summary>Events 2100 to 2199.</summary>
internal static partial class Log
{
    [LoggerMessage(2101, LogLevel.Information, "Exchanged a {Subject} subject token for {Connection}: {Outcome} in {Elapsed}")]
    public static partial void Exchanged(this ILogger log, string subject, ConnectionName connection, string outcome, TimeSpan elapsed);

    [LoggerMessage(2102, LogLevel.Warning, "The Management API answered {Status} {Code}: compare the reader client's grants")]
    public static partial void ManagementRefused(this ILogger log, int status, string code);

    [LoggerMessage(2103, LogLevel.Information, "Deleted {Count} grants whose use had ended")]
    public static partial void GrantsSwept(this ILogger log, int count);
}
