using System.Collections.Concurrent;
using System.Threading.Channels;
using Countersign.Runtime.Durable.Storage;

namespace Countersign.Runtime.Durable.Dispatch;

/// <summary>
/// The instances in memory: those with something to do, and the last idle ones up to a bound. A parked instance beyond it exists on disk alone.
/// </summary>
internal sealed class Instances(int idleBound)
{
    private readonly ConcurrentDictionary<long, Instance> _all = [];
    private readonly LinkedList<Instance> _idle = [];
    private readonly Channel<Instance> _ready = Channel.CreateUnbounded<Instance>();

    public int Count => _all.Count;

    public ChannelReader<Instance> Ready => _ready.Reader;

    public void Deliver(InboxMessage message) => Wake(message.Instance, i => i.Deliver(message));

    public void Stray(long key, int generation) => Wake(key, i => i.Stray(generation));

    /// <summary>Another turn at once.</summary>
    public void Again(Instance instance) => _ready.Writer.TryWrite(instance);

    /// <summary>The turn is over.</summary>
    public void Finish(Instance instance)
    {
        if (instance.Finish())
            Again(instance);
        else
            Park(instance);
    }

    /// <summary>The turn is over, and what waits can do nothing before more comes.</summary>
    public void Hold(Instance instance, List<InboxMessage> messages)
    {
        if (instance.Hold(messages))
            Again(instance);
    }

    /// <summary>The turn is over and so is the instance, or it cannot run here.</summary>
    public void Drop(Instance instance)
    {
        if (instance.Finish())
            Again(instance);
        else if (instance.TryForget())
            _all.TryRemove(KeyValuePair.Create(instance.Key, instance));
    }

    private void Wake(long key, Func<Instance, bool?> wake)
    {
        while (true)
        {
            var instance = _all.GetOrAdd(key, static k => new Instance(k));
            switch (wake(instance))
            {
                case true:
                    Again(instance);
                    return;
                case false:
                    return;
            }

            _all.TryRemove(KeyValuePair.Create(key, instance));
        }
    }

    private void Park(Instance instance)
    {
        lock (_idle)
        {
            if (instance.CacheNode is { List: not null } node)
                _idle.Remove(node);
            instance.CacheNode = _idle.AddLast(instance);
            while (_idle.Count > idleBound)
            {
                var oldest = _idle.First!.Value;
                _idle.RemoveFirst();
                if (oldest.TryForget())
                    _all.TryRemove(KeyValuePair.Create(oldest.Key, oldest));
            }
        }
    }
}
