using Countersign.Runtime.Durable.Replay;
using Countersign.Runtime.Durable.Storage;

namespace Countersign.Runtime.Durable.Dispatch;

/// <summary>
/// An instance that is in memory because something happens to it, or did lately. One turn at a time: messages that come meanwhile wait for the next.
/// </summary>
internal sealed class Instance(long key)
{
    private readonly object _gate = new();
    private List<InboxMessage> _inbox = [];
    private bool _busy;
    private bool _gone;
    private int? _strayed;

    public long Key { get; } = key;

    /// <summary>The stored row and history; null until loaded. Only the turn that runs touches them.</summary>
    public InstanceRow? Row { get; set; }

    public List<HistoryEvent> Past { get; set; } = [];

    public LinkedListNode<Instance>? CacheNode { get; set; }

    /// <returns>Whether a turn must be scheduled; null when this object is no longer the instance's.</returns>
    public bool? Deliver(InboxMessage message)
    {
        lock (_gate)
        {
            if (_gone)
                return null;
            _inbox.Add(message);
            return Wake();
        }
    }

    /// <summary>Notes that an execution awaited something that is not durable.</summary>
    public bool? Stray(int generation)
    {
        lock (_gate)
        {
            if (_gone)
                return null;
            _strayed = generation;
            return Wake();
        }
    }

    public (List<InboxMessage> Messages, int? Strayed) Take()
    {
        lock (_gate)
        {
            var taken = (_inbox, _strayed);
            _inbox = [];
            _strayed = null;
            return taken;
        }
    }

    /// <summary>Puts messages back before those that came meanwhile.</summary>
    public void Return(List<InboxMessage> messages)
    {
        lock (_gate)
            _inbox.InsertRange(0, messages);
    }

    /// <summary>Ends a turn. True when another must follow at once.</summary>
    public bool Finish()
    {
        lock (_gate)
        {
            if (_inbox.Count > 0 || _strayed is not null)
                return true;
            _busy = false;
            return false;
        }
    }

    /// <summary>Puts back messages that can do nothing before more comes. True when more came meanwhile.</summary>
    public bool Hold(List<InboxMessage> messages)
    {
        lock (_gate)
        {
            var more = _inbox.Count > 0;
            _inbox.InsertRange(0, messages);
            _busy = more;
            return more;
        }
    }

    /// <summary>Lets go of an idle instance. False when it is in use.</summary>
    public bool TryForget()
    {
        lock (_gate)
        {
            if (_busy || _inbox.Count > 0)
                return false;
            _gone = true;
            return true;
        }
    }

    private bool Wake()
    {
        if (_busy)
            return false;
        _busy = true;
        return true;
    }
}
