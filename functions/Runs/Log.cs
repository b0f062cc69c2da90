using Microsoft.Extensions.Logging;

namespace Countersign.Runs;

internal static partial class Log
{
    [LoggerMessage(2801, LogLevel.Information, "Turn {Turn} of {Run} came to nothing ({Code}) and is tried again")]
    public static partial void ThinkAgain(this ILogger log, string run, int turn, string code);

    [LoggerMessage(2803, LogLevel.Warning, "The model's endpoint refused with {Status} {Code}: an operator has to look at the Model settings")]
    public static partial void ModelRefused(this ILogger log, int status, string code);

    [LoggerMessage(2802, LogLevel.Information, "Started {Run}")]
    public static partial void RunStarted(this ILogger log, string run);
}
