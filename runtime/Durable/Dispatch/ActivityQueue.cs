using System.Threading.Channels;
using Countersign.Runtime.Durable.Storage;

namespace Countersign.Runtime.Durable.Dispatch;

/// <summary>Activities whose scheduling is durable, in order.</summary>
internal sealed class ActivityQueue
{
    private readonly Channel<ActivityWork> _ready = Channel.CreateUnbounded<ActivityWork>();

    public ChannelReader<ActivityWork> Ready => _ready.Reader;

    public void Add(ActivityWork work) => _ready.Writer.TryWrite(work);
}
