using Microsoft.Extensions.Logging;

namespace Countersign.Runtime.Durable;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Durable engine started on {File}: {Messages} messages and {Activities} activities to go on with")]
    public static partial void Started(ILogger log, string file, int messages, int activities);

    [LoggerMessage(EventId = 2, Level = LogLevel.Critical, Message = "The history file can no longer be written; nothing is durable any more and the process ends")]
    public static partial void HistoryLost(ILogger log, Exception cause);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "Orchestration {InstanceId} ({Name}) failed: {ErrorType}")]
    public static partial void OrchestrationFailed(ILogger log, string instanceId, string name, string errorType);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "Activity {Name} #{TaskId} of {InstanceId} failed")]
    public static partial void ActivityFailed(ILogger log, string instanceId, string name, int taskId);

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "{Name} of {InstanceId} was delivered {Deliveries} times without end and is set aside")]
    public static partial void SetAside(ILogger log, string instanceId, string name, int deliveries);

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "Instance {InstanceId} of version {Version} is left alone by this process, which runs {Current}")]
    public static partial void VersionRejected(ILogger log, string instanceId, string version, string current);

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "{ParentId} starts a child under the id {ChildId}, which a live instance has: it will wait for ever")]
    public static partial void ChildIdInUse(ILogger log, string parentId, string childId);

    [LoggerMessage(EventId = 8, Level = LogLevel.Critical, Message = "The disk is full: nothing is written to {File}, and nothing goes on, until there is space")]
    public static partial void DiskFull(ILogger log, string file);

    [LoggerMessage(EventId = 9, Level = LogLevel.Warning, Message = "There is space again for {File}, and everything goes on")]
    public static partial void SpaceIsBack(ILogger log, string file);
}
