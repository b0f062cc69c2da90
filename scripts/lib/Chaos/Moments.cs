namespace Countersign.Scripts.Chaos;

/// <summary>What has happened in a run so far, for whoever waits for it.</summary>
public sealed class Moments
{
    private readonly Dictionary<Moment, TaskCompletionSource> _moments =
        Enum.GetValues<Moment>().ToDictionary(moment => moment, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Happened(Moment moment) => _moments[moment].TrySetResult();

    public void Over() => _over.TrySetResult();

    /// <summary>Until it happened, or the run ended without it.</summary>
    public Task UntilAsync(Moment moment) => Task.WhenAny(_moments[moment].Task, _over.Task);
}
