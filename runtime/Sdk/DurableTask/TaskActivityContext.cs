namespace Microsoft.DurableTask;

/// <summary>What an activity knows of itself.</summary>
public abstract class TaskActivityContext
{
    public abstract TaskName Name { get; }

    public abstract string InstanceId { get; }

    public virtual string Version => string.Empty;
}
