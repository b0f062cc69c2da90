namespace Countersign.Runtime.Durable.Replay;

/// <summary>
/// Keeps a turn on the thread that runs it: what is posted from there runs at once, in place. A post from anywhere else means that the orchestrator
/// awaited something that is not durable.
/// </summary>
internal sealed class TurnSynchronizationContext(Action strayed) : SynchronizationContext
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile bool _ended;

    public bool IsCurrentThread => !_ended && Environment.CurrentManagedThreadId == _thread;

    public void End() => _ended = true;

    public override void Post(SendOrPostCallback d, object? state) => Send(d, state);

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (IsCurrentThread)
            d(state);
        else
            strayed();
    }

    public override SynchronizationContext CreateCopy() => this;
}
