using Microsoft.Data.Sqlite;

namespace Countersign.Runtime.Durable.Storage;

/// <summary>
/// The one writer. Whatever waits when a commit ends makes up the next: groups form by themselves and wait for no window. While the disk is full nothing
/// is written and nobody has an answer; it goes on when there is space. When a write or a sync fails otherwise nothing can be relied on any more, and
/// the owner is told once.
/// </summary>
internal sealed class StoreWriter
{
    private const int LargestGroup = 1024;
    private const int PagesAtOnce = 128;
    private static readonly TimeSpan s_untilSpaceIsLookedFor = TimeSpan.FromMilliseconds(500);

    private readonly HistoryFile _file;
    private readonly Action<Exception> _lost;
    private readonly Action<bool> _full;
    private readonly object _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<StoreWrite> _waiting = [];
    private bool _closing;
    private bool _shrinking;
    private volatile bool _abandoned;

    /// <param name="lost">Nothing can be written any more.</param>
    /// <param name="full">The disk is full; and, with false, no longer.</param>
    public StoreWriter(HistoryFile file, Action<Exception> lost, Action<bool> full)
    {
        _file = file;
        _lost = lost;
        _full = full;
        new Thread(Run) { IsBackground = true, Name = "history writer" }.Start();
    }

    /// <summary>Called after each durable commit with its number, before anybody learns of it: where a kill hurts most.</summary>
    public Action<long>? AfterCommit { get; set; }

    public Task Ended => _ended.Task;

    /// <summary>True when nothing is written any more.</summary>
    public bool IsClosed => _closing || _abandoned;

    /// <summary>Hands over a change; changes take effect in the order of handing over. After the end they are dropped: nobody may act on them.</summary>
    public void Enqueue(StoreWrite write)
    {
        lock (_gate)
        {
            if (IsClosed)
                return;
            _waiting.Add(write);
            if (_waiting.Count == 1)
                Monitor.Pulse(_gate);
        }
    }

    /// <exception cref="InvalidOperationException">The engine has stopped.</exception>
    public async Task<T> WriteAsync<T>(StoreWrite<T> write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Enqueue(write);
        // What was handed over will be written: giving up waiting does not take it back.
        if (await Task.WhenAny(write.Done, Ended).WaitAsync(cancellationToken) == write.Done || write.Done.IsCompleted)
            return await write.Done;
        throw new InvalidOperationException("The durable engine has stopped.");
    }

    /// <summary>Writes what waits and ends.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }

        return Ended;
    }

    /// <summary>Ends as a kill would: what is not committed is lost, what is committed is told to nobody.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _abandoned = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        try
        {
            using var checkpoints = new WalCheckpoints(_file);
            using var session = new WriteSession(_file.Connect(HistoryFile.WriterCache));
            List<StoreWrite> group = [];
            for (var number = 1L; Take(ref group); number++)
            {
                if (group.Count == 0)
                {
                    Shrink(session, checkpoints);
                    AfterCommit?.Invoke(number);
                    continue;
                }

                if (!Commit(session, group))
                    return;
                AfterCommit?.Invoke(number);
                if (_abandoned)
                    return;
                foreach (var write in group)
                    write.Committed();
                _shrinking |= group.Exists(write => write.Frees);
                checkpoints.AfterCommit(session);
            }
        }
        catch (Exception cause)
        {
            _abandoned = true;
            _lost(cause);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>A few pages, so that nobody waits for long. A disk too full for it has more to do than to be tidy.</summary>
    private void Shrink(WriteSession session, WalCheckpoints checkpoints)
    {
        try
        {
            _shrinking = session.Shrink(PagesAtOnce);
        }
        catch (SqliteException full) when (full.SqliteErrorCode == HistoryFile.IsFull)
        {
            session.Rollback();
            _shrinking = false;
        }

        if (!_shrinking)
            checkpoints.AfterShrink(session);
    }

    /// <returns>False when it is over.</returns>
    private bool Commit(WriteSession session, List<StoreWrite> group)
    {
        for (var isFull = false; ;)
        {
            try
            {
                session.Begin();
                foreach (var write in group)
                    write.Apply(session);
                if (_abandoned)
                    return false;
                session.Commit();
                if (isFull)
                    _full(false);
                return true;
            }
            catch (SqliteException full) when (full.SqliteErrorCode == HistoryFile.IsFull)
            {
                // Nothing of it is in the file, and nothing has been told.
                session.Rollback();
                if (!isFull)
                    _full(true);
                isFull = true;
            }

            lock (_gate)
            {
                if (!IsClosed)
                    Monitor.Wait(_gate, s_untilSpaceIsLookedFor);
                if (IsClosed)
                    return false;
            }
        }
    }

    /// <returns>False at the end. An empty group: nothing waits, and the file is to be made smaller.</returns>
    private bool Take(ref List<StoreWrite> group)
    {
        group.Clear();
        lock (_gate)
        {
            while (_waiting.Count == 0 && !IsClosed && !_shrinking)
                Monitor.Wait(_gate);
            if (_abandoned || (_waiting.Count == 0 && IsClosed))
                return false;
            if (_waiting.Count <= LargestGroup)
            {
                (group, _waiting) = (_waiting, group);
            }
            else
            {
                group.AddRange(_waiting.Take(LargestGroup));
                _waiting.RemoveRange(0, LargestGroup);
            }

            return true;
        }
    }
}
