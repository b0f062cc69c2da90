namespace Countersign.Runtime.Durable.Replay;

/// <summary>How each event of a history moves the orchestration.</summary>
internal sealed partial class Turn
{
    private void Process(HistoryEvent one)
    {
        if (one is HistoryEvent.TurnStarted turn)
        {
            Now = turn.At;
            return;
        }

        if (IsSuspended && one is not (HistoryEvent.Resumed or HistoryEvent.Terminated))
        {
            if (one is not HistoryEvent.Suspended)
                _whileSuspended.Enqueue(one);
            return;
        }

        switch (one)
        {
            case HistoryEvent.ExecutionStarted start:
                _start = start;
                _function = Begin(start);
                break;
            case HistoryEvent.ActivityScheduled step:
                Confirm(step.Id, step);
                break;
            case HistoryEvent.ChildStarted step:
                Confirm(step.Id, step);
                break;
            case HistoryEvent.TimerCreated step:
                Confirm(step.Id, step);
                break;
            case HistoryEvent.EventSent step:
                Confirm(step.Id, step);
                break;
            case HistoryEvent.ActivityCompleted done:
                Answer(done.Id, done.Output);
                break;
            case HistoryEvent.ChildCompleted done:
                Answer(done.Id, done.Output);
                break;
            case HistoryEvent.TimerFired fired:
                Answer(fired.Id, null);
                break;
            case HistoryEvent.ActivityFailed failed:
                Refuse(failed.Id, failed.Reason, failed.Failure);
                break;
            case HistoryEvent.ChildFailed failed:
                Refuse(failed.Id, failed.Reason, failed.Failure);
                break;
            case HistoryEvent.EventRaised raised:
                Raise(raised);
                break;
            case HistoryEvent.Terminated terminated:
                _terminated ??= terminated;
                break;
            case HistoryEvent.Suspended:
                Suspend();
                break;
            case HistoryEvent.Resumed:
                Resume();
                break;
        }
    }

    private Task<string?> Begin(HistoryEvent.ExecutionStarted start)
    {
        try
        {
            return _functions.RunOrchestratorAsync(start.Name, _context);
        }
        catch (Exception thrown)
        {
            return Task.FromException<string?>(thrown);
        }
    }

    private void Confirm(int id, HistoryEvent recorded)
    {
        _pending.Remove(id, out var now);
        StepMismatch.Check(id, recorded, now);
    }

    private void Answer(int id, string? output)
    {
        // An answer to nothing that is open is a second one, or came after its timer was cancelled.
        if (_open.Remove(id, out var open))
            open.Answer.TrySetResult(output);
    }

    private void Refuse(int id, string? reason, Failure? failure)
    {
        if (_open.Remove(id, out var open))
            open.Answer.TrySetException(new StepFailedException(id, reason, failure?.ToDetails()));
    }

    private void Raise(HistoryEvent.EventRaised raised)
    {
        if (_context.NextInput is not null)
        {
            _context.Carried.Add(raised);
            return;
        }

        try
        {
            Events.Deliver(raised);
        }
        catch (Exception unreadable)
        {
            // The waiter cannot be given what came: the real worker fails the whole invocation.
            _broken ??= unreadable;
        }
    }

    private void Suspend()
    {
        IsSuspended = true;
        if (_pending.Count == 0)
            return;
        _heldBySuspension ??= [];
        foreach (var (id, step) in _pending)
            _heldBySuspension.Add(id, step);
        _pending.Clear();
    }

    private void Resume()
    {
        IsSuspended = false;
        if (_heldBySuspension is { } held)
        {
            foreach (var (id, step) in held)
                _pending.Add(id, step);
            _heldBySuspension = null;
        }

        while (_whileSuspended.TryDequeue(out var one) && !IsSuspended)
            Process(one);
    }

    private TurnOutcome Decide()
    {
        if (_terminated is { } terminated)
            return Outcome(new HistoryEvent.Ended(InstanceStatus.Terminated, terminated.Output, null), null);
        if (_broken is { } broken)
            return Fail(broken);
        if (_strayed)
            return Fail(new InvalidOperationException(IllegalAwait));
        if (_function is not { } function || IsSuspended)
            return Outcome(null, null);
        if (_open.Count > 0)
            return Outcome(null, null);
        if (!function.IsCompleted)
            return Events.IsEmpty ? Fail(new InvalidOperationException(IllegalAwait)) : Outcome(null, null);
        if (!function.IsCompletedSuccessfully)
            return Fail(function.Exception?.InnerException ?? new TaskCanceledException(function));
        return _context.NextInput is { } next
            ? Outcome(null, Start with { Input = next.Input, Version = next.Version ?? Start.Version })
            : Outcome(new HistoryEvent.Ended(InstanceStatus.Completed, function.Result, null), null);
    }

    private TurnOutcome Fail(Exception cause)
        => Outcome(new HistoryEvent.Ended(InstanceStatus.Failed, cause.Message, Failure.OfOrchestration(cause)), null);

    private TurnOutcome Outcome(HistoryEvent.Ended? end, HistoryEvent.ExecutionStarted? next)
    {
        if (end is not null)
            _deadTimers.AddRange(_open.Values.Select(o => o.Step).OfType<HistoryEvent.TimerCreated>());
        return new TurnOutcome
        {
            Steps = _pending.Count switch
            {
                0 => [],
                1 => [.. _pending.Values],
                _ => [.. _pending.OrderBy(p => p.Key).Select(p => p.Value)],
            },
            End = end,
            Next = next,
            Carried = next is null ? [] : _context.Carried,
            DeadTimers = _deadTimers,
            CustomStatus = next is null ? _context.CustomStatus : null,
            Trace = _start?.Trace,
            IsSuspended = IsSuspended,
            Waits = end is null && next is null ? DescribeWaits() : string.Empty,
        };
    }
}
