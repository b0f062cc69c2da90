namespace Microsoft.Azure.Functions.Worker;

public class TimerInfo
{
    /// <summary>The schedule before this run; null when the schedule is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    public bool IsPastDue { get; set; }
}
