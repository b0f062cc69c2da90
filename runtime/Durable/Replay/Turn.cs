using System.Text;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Countersign.Runtime.Durable.Replay;

/// <summary>
/// One replay of one orchestration on the calling thread: past events rebuild where it stood, fresh ones move it on. It is pure: what it decides
/// takes effect only when its outcome has been written.
/// </summary>
internal sealed partial class Turn
{
    /// <summary>What the real worker says when an orchestrator awaits anything that is not durable.</summary>
    public const string IllegalAwait =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an orchestrator function's "
        + "implementation or by middleware that invokes asynchronous code.";

    private readonly IFunctionInvoker _functions;
    private readonly TurnSettings _settings;
    private readonly ReplayContext _context;
    private readonly Dictionary<int, HistoryEvent> _pending = [];
    private readonly Dictionary<int, OpenStep> _open = [];
    private readonly List<HistoryEvent.TimerCreated> _deadTimers = [];
    private readonly Queue<HistoryEvent> _whileSuspended = [];
    private Dictionary<int, HistoryEvent>? _heldBySuspension;
    private TurnSynchronizationContext _thread = null!;
    private Task<string?>? _function;
    private HistoryEvent.ExecutionStarted? _start;
    private HistoryEvent.Terminated? _terminated;
    private Exception? _broken;
    private int _nextId;
    private volatile bool _strayed;

    public Turn(string instanceId, IFunctionInvoker functions, DataConverter converter, ILoggerFactory logs, TurnSettings settings)
    {
        _functions = functions;
        _settings = settings;
        InstanceId = instanceId;
        Events = new EventWaiters(converter);
        _context = new ReplayContext(this, converter, logs, settings);
    }

    public string InstanceId { get; }

    public EventWaiters Events { get; }

    public HistoryEvent.ExecutionStarted Start => _start ?? throw new InvalidOperationException("The orchestration has not started.");

    public DateTime Now { get; private set; }

    public bool IsReplaying { get; private set; } = true;

    public bool IsSuspended { get; private set; }

    /// <summary>Called, from another thread, when the orchestrator turns out to have awaited something that is not durable, after the turn's end.</summary>
    public Action? StrayedLater { get; set; }

    public TurnOutcome Run(IReadOnlyList<HistoryEvent> past, IReadOnlyList<HistoryEvent> fresh)
    {
        var before = SynchronizationContext.Current;
        _thread = new TurnSynchronizationContext(OnStrayed);
        SynchronizationContext.SetSynchronizationContext(_thread);
        try
        {
            foreach (var one in past)
                Process(one);
            IsReplaying = false;
            foreach (var one in fresh)
                Process(one);
            return Decide();
        }
        catch (Exception broken)
        {
            // Changed code, or a callback of its own that threw on this thread.
            return Fail(broken);
        }
        finally
        {
            _thread.End();
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <exception cref="InvalidOperationException">The caller is not the orchestrator's thread.</exception>
    public void EnsureOrchestratorThread()
    {
        if (_thread.IsCurrentThread)
            return;
        OnStrayed();
        throw new InvalidOperationException(IllegalAwait);
    }

    /// <summary>Numbers a step and keeps its task open until an event answers it.</summary>
    public Task<string?> Schedule(Func<int, HistoryEvent> make)
    {
        var id = _nextId++;
        var step = make(id);
        var open = new OpenStep(step);
        _pending.Add(id, step);
        _open.Add(id, open);
        return open.Answer.Task;
    }

    public Task<string?> ScheduleTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var answer = Schedule(id => new HistoryEvent.TimerCreated(id, fireAt));
        var number = _nextId - 1;
        var open = _open[number];
        cancellationToken.Register(() => CancelTimer(number, open));
        return answer;
    }

    /// <summary>A step that nothing answers.</summary>
    public void Send(Func<int, HistoryEvent> make)
    {
        var id = _nextId++;
        _pending.Add(id, make(id));
    }

    private void CancelTimer(int id, OpenStep open)
    {
        if (!_thread.IsCurrentThread)
        {
            // Cancelled by a clock or thread of its own: that is no durable cause.
            OnStrayed();
            return;
        }

        if (!_open.Remove(id))
            return;
        if (!IsReplaying)
            _deadTimers.Add((HistoryEvent.TimerCreated)open.Step);
        open.Answer.TrySetCanceled();
    }

    private void OnStrayed()
    {
        if (_strayed)
            return;
        _strayed = true;
        StrayedLater?.Invoke();
    }

    private sealed class OpenStep(HistoryEvent step)
    {
        public HistoryEvent Step { get; } = step;

        /// <summary>Answered on the orchestrator's thread, so that what follows runs there and in the order of events.</summary>
        public TaskCompletionSource<string?> Answer { get; } = new();
    }

    private string DescribeWaits()
    {
        if (_open.Count == 0 && Events.IsEmpty)
            return string.Empty;
        var text = new StringBuilder();
        foreach (var (id, open) in _open)
        {
            if (text.Length > 0)
                text.Append(", ");
            _ = open.Step switch
            {
                HistoryEvent.ActivityScheduled a => text.Append("activity ").Append(a.Name).Append(" #").Append(id),
                HistoryEvent.ChildStarted c => text.Append("child ").Append(c.InstanceId).Append(" #").Append(id),
                HistoryEvent.TimerCreated t => text.Append("timer ").AppendFormat(null, "{0:yyyy-MM-ddTHH:mm:ss.fffZ}", t.FireAt).Append(" #").Append(id),
                _ => text,
            };
        }

        Events.Describe(text);
        return text.ToString();
    }
}
