using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

public sealed class TimerTriggerAttribute : TriggerBindingAttribute
{
    public TimerTriggerAttribute(string schedule)
    {
        Schedule = schedule;
    }

    /// <summary>Five or six NCRONTAB fields, a TimeSpan, or %Setting% for a setting that holds one of them.</summary>
    public string Schedule { get; }

    /// <summary>Keep the schedule across restarts, so that a missed occurrence is made up for.</summary>
    public bool UseMonitor { get; set; } = true;

    public bool RunOnStartup { get; set; }
}
