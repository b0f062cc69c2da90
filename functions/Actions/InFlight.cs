namespace Countersign.Actions;

/// <summary>
/// Attempts that run in this process. An activity may be delivered a second time while the first still runs: the second waits until the first's task has
/// ended, and finds in the row what it left.
/// </summary>
public sealed class InFlight
{
    private readonly Dictionary<ActionId, Turn> _turns = [];
    private readonly Lock _lock = new();

    /// <summary>This process, in leases.</summary>
    public string Owner { get; } = Guid.NewGuid().ToString("N");

    public async Task<IDisposable> EnterAsync(ActionId action, CancellationToken ct)
    {
        Turn turn;
        lock (_lock)
        {
            if (!_turns.TryGetValue(action, out var held)) _turns[action] = held = new Turn(this, action);
            turn = held;
            turn.Users++;
        }

        try
        {
            await turn.Gate.WaitAsync(ct);
        }
        catch
        {
            Leave(turn);
            throw;
        }

        return turn;
    }

    private void Leave(Turn turn)
    {
        lock (_lock)
        {
            if (--turn.Users == 0) _turns.Remove(turn.Action);
        }
    }

    private sealed class Turn(InFlight owner, ActionId action) : IDisposable
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public ActionId Action => action;

        public int Users { get; set; }

        public void Dispose()
        {
            Gate.Release();
            owner.Leave(this);
        }
    }
}
