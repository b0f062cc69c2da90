using Microsoft.Extensions.Logging;

namespace Countersign.Approvals;

/// <summary>Events 2200 to 2299.</summary>
internal static partial class Log
{
    [LoggerMessage(2201, LogLevel.Information, "Asked for approval {Approval}: {Answer}")]
    public static partial void Asked(this ILogger log, ApprovalId approval, string answer);

    [LoggerMessage(2202, LogLevel.Debug, "Polled approval {Approval}: {Answer}")]
    public static partial void Polled(this ILogger log, ApprovalId approval, string answer);

    [LoggerMessage(2203, LogLevel.Warning, "Looking at approval {Approval} failed with {Failure}; it is looked at again")]
    public static partial void PollFailed(this ILogger log, string approval, string failure);

    [LoggerMessage(2204, LogLevel.Warning, "The token of approval {Approval} is not what was asked for: {Reason}")]
    public static partial void TokenDiffers(this ILogger log, ApprovalId approval, string reason);
}
