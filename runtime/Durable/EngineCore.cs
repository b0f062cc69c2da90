using Countersign.Runtime.Durable.Dispatch;
using Countersign.Runtime.Durable.Replay;
using Countersign.Runtime.Durable.Storage;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Countersign.Runtime.Durable;

/// <summary>What the parts of a running engine share.</summary>
internal sealed class EngineCore
{
    private long _seq;

    public EngineCore(
        DurableOptions options, IFunctionInvoker functions, DataConverter converter, TimeProvider time, ILoggerFactory logs, HistoryFile file,
        Action<Exception> lost)
    {
        Options = options;
        Functions = functions;
        Converter = converter;
        Time = time;
        Logs = logs;
        Log = logs.CreateLogger("Countersign.Runtime.Durable");
        File = file;
        Settings = new TurnSettings(options.DefaultVersion, options.MaximumTimerInterval);
        Instances = new Instances(options.MaxCachedInstances);
        _seq = file.Read(r => r.LastSeq());
        Lost = lost;
        Writer = new StoreWriter(file, lost, full =>
        {
            if (full)
                Durable.Log.DiskFull(Log, options.File);
            else
                Durable.Log.SpaceIsBack(Log, options.File);
        });
        Timers = new DueTimers(this);
    }

    public DurableOptions Options { get; }

    public IFunctionInvoker Functions { get; }

    public DataConverter Converter { get; }

    public TimeProvider Time { get; }

    public ILoggerFactory Logs { get; }

    public ILogger Log { get; }

    public HistoryFile File { get; }

    /// <summary>Nothing can be relied on any more.</summary>
    public Action<Exception> Lost { get; }

    public TurnSettings Settings { get; }

    public StoreWriter Writer { get; }

    public Instances Instances { get; }

    public DueTimers Timers { get; }

    public StatusChanges Changes { get; } = new();

    public LastChance LastChance { get; } = new();

    public ActivityQueue Activities { get; } = new();

    public Doubled Doubled { get; } = new();

    public DateTime Now => Time.GetUtcNow().UtcDateTime;

    /// <summary>The next number of a message or piece of work: their order across restarts.</summary>
    public long NextSeq() => Interlocked.Increment(ref _seq);

    public InboxMessage Message(long instance, int? generation, HistoryEvent one) => new(NextSeq(), instance, generation, [one]);
}
