using Countersign.Runtime.Durable.Replay;
using Countersign.Runtime.Durable.Storage;

namespace Countersign.Runtime.Durable.Dispatch;

/// <summary>
/// All timers are rows in one index by due time; one wake-up of the process serves the earliest. The wake-up counts running time and the rows the clock's,
/// which may be set: so it looks at the clock again before long, and never trusts that the time it slept has passed.
/// </summary>
internal sealed class DueTimers : IDisposable
{
    private const int PageSize = 200;

    /// <summary>How late a timer can be after the clock was put forward.</summary>
    private static readonly TimeSpan s_longestSleep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_jump = TimeSpan.FromMilliseconds(100);

    private readonly EngineCore _core;
    private readonly ITimer _wakeUp;
    private readonly object _gate = new();
    private long _armed = long.MaxValue;
    private bool _serving;
    private bool _again;
    private bool _stopped;

    public DueTimers(EngineCore core)
    {
        _core = core;
        _wakeUp = core.Time.CreateTimer(_ => Serve(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A timer of that due time has been written.</summary>
    public void Arm(long due)
    {
        lock (_gate)
        {
            if (due >= _armed || _stopped)
                return;
            _armed = due;
            Sleep(due);
        }
    }

    /// <summary>Serves what is due and sleeps until the next.</summary>
    public void Serve()
    {
        lock (_gate)
        {
            if (_stopped)
                return;
            if (_serving)
            {
                _again = true;
                return;
            }

            _serving = true;
            _armed = long.MaxValue;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static s => s.Page(), this, preferLocal: false);
    }

    public void Dispose()
    {
        lock (_gate)
            _stopped = true;
        _wakeUp.Dispose();
    }

    private void Page()
    {
        try
        {
            var due = _core.File.Read(r => r.Due(_core.Now.Ticks, PageSize));
            if (due.Count > 0)
            {
                _core.Writer.Enqueue(new Fire(this, due));
                return;
            }

            Rest(_core.File.Read(r => r.NextDue()));
        }
        catch (ObjectDisposedException)
        {
            // The engine stopped meanwhile.
        }
    }

    private void Rest(long? next)
    {
        lock (_gate)
        {
            _serving = false;
            if (!_again)
            {
                if (next is { } due && due < _armed && !_stopped)
                {
                    _armed = due;
                    Sleep(due);
                }

                return;
            }

            _again = false;
        }

        Serve();
    }

    private void Sleep(long due)
    {
        while (true)
        {
            var now = _core.Now;
            var left = new TimeSpan(Math.Max(0, due - now.Ticks));
            // Timers count whole milliseconds: rounded up, so that none wakes too early.
            _wakeUp.Change(left > s_longestSleep ? s_longestSleep : TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
            if ((_core.Now - now).Duration() < s_jump)
                return;
        }
    }

    /// <summary>Turns due timers into messages. A timer whose execution is over is dropped.</summary>
    private sealed class Fire(DueTimers owner, List<DueTimer> due) : StoreWrite
    {
        private readonly List<InboxMessage> _messages = [];

        public override void Apply(WriteSession session)
        {
            _messages.Clear();
            foreach (var timer in due)
            {
                if (!session.Delete(timer)
                    || session.Find(timer.Instance) is not { } key
                    || key.Generation != timer.Generation
                    || key.Status.IsTerminal())
                {
                    continue;
                }

                HistoryEvent? fired = timer.TaskId == DueTimer.Start ? session.StartOf(timer.Instance) : new HistoryEvent.TimerFired(timer.TaskId);
                if (fired is null)
                    continue;
                var message = owner._core.Message(timer.Instance, timer.Generation, fired);
                session.Insert(message);
                _messages.Add(message);
            }
        }

        public override void Committed()
        {
            foreach (var message in _messages)
                owner._core.Instances.Deliver(message);
            ThreadPool.UnsafeQueueUserWorkItem(static s => s.Page(), owner, preferLocal: false);
        }
    }
}
