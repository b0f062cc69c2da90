using System.Text;
using Microsoft.DurableTask;

namespace Countersign.Runtime.Durable.Replay;

/// <summary>
/// Open waits and early events, by name without case. The newest wait gets the next event; events without a wait are kept in the order of arrival.
/// A wait that was cancelled stays in its place and swallows the next event that reaches it, as in the real SDK.
/// </summary>
internal sealed class EventWaiters(DataConverter converter)
{
    private readonly Dictionary<string, Stack<Waiter>> _waiting = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<HistoryEvent.EventRaised> _early = [];

    /// <summary>True when no wait can still be answered.</summary>
    public bool IsEmpty => _waiting.Values.All(s => s.All(w => w.IsOver));

    /// <exception cref="ArgumentException">An open wait of that name expects another type.</exception>
    public Task<T> WaitAsync<T>(string name, CancellationToken cancellationToken)
    {
        if (_waiting.TryGetValue(name, out var stack) && stack.TryPeek(out var top) && top.Type != typeof(T))
        {
            throw new ArgumentException(
                $"Events with the same name must have the same type argument. Expected {top.Type.FullName} but was requested {typeof(T).FullName}.");
        }

        var waiter = new Waiter<T>();
        if (stack is null)
            _waiting[name] = stack = new Stack<Waiter>();
        stack.Push(waiter);

        var early = _early.FindIndex(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));
        if (early >= 0)
        {
            var raised = _early[early];
            _early.RemoveAt(early);
            Deliver(raised);
        }

        cancellationToken.Register(() => waiter.Source.TrySetCanceled(cancellationToken));
        return waiter.Source.Task;
    }

    public void Deliver(HistoryEvent.EventRaised raised)
    {
        if (!_waiting.TryGetValue(raised.Name, out var stack))
        {
            _early.Add(raised);
            return;
        }

        var waiter = stack.Pop();
        if (stack.Count == 0)
            _waiting.Remove(raised.Name);
        waiter.Take(converter, raised.Payload);
    }

    public List<HistoryEvent.EventRaised> TakeEarly()
    {
        List<HistoryEvent.EventRaised> all = [.. _early];
        _early.Clear();
        return all;
    }

    public void Describe(StringBuilder text)
    {
        foreach (var (name, stack) in _waiting)
        {
            if (stack.All(w => w.IsOver))
                continue;
            if (text.Length > 0)
                text.Append(", ");
            text.Append("event ").Append(name);
        }
    }

    private abstract class Waiter
    {
        public abstract Type Type { get; }

        public abstract bool IsOver { get; }

        public abstract void Take(DataConverter converter, string? payload);
    }

    private sealed class Waiter<T> : Waiter
    {
        public TaskCompletionSource<T> Source { get; } = new();

        public override Type Type => typeof(T);

        public override bool IsOver => Source.Task.IsCompleted;

        public override void Take(DataConverter converter, string? payload)
            => Source.TrySetResult(converter.Deserialize<T>(payload)!);
    }
}
