using System.Text.RegularExpressions;
using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Workflows.Engine.Programs;

/// <summary>Runs programs beside each other in one engine, raises what they wait for, and disturbs them.</summary>
internal sealed partial class ProgramWorld : IAsyncDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(3);

    private readonly IReadOnlyDictionary<string, IReadOnlyList<Step>> _programs;
    private readonly Disturbance _disturbance;
    private readonly StepFunctions _functions;
    private readonly EngineWorld _world;
    private readonly HashSet<string> _started = [];
    private readonly HashSet<(string Instance, string Wait)> _raised = [];
    private readonly HashSet<string> _suspended = [];
    private readonly TaskCompletionSource[] _killed;
    private readonly IReadOnlyList<(long Commit, int Spins)> _kills;
    private readonly Lock _aiming = new();
    private volatile int _processes;
    private int _aimed = -1;
    private bool _calm;

    private ProgramWorld(IReadOnlyDictionary<string, IReadOnlyList<Step>> programs, Disturbance disturbance, EngineWorld world)
    {
        (_programs, _disturbance, _world) = (programs, disturbance, world);
        _functions = new StepFunctions(() => world.Client);
        _functions.AddTo(world.App);
        _kills = disturbance.Kills();
        _killed = [.. _kills.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
    }

    /// <summary>How many commits an undisturbed world took.</summary>
    public long Commits { get; private set; }

    public int Kills { get; private set; }

    /// <summary>A program that did not end, and what it waits for.</summary>
    public (string Program, string Why)? Stuck { get; private set; }

    public static async Task<ProgramWorld> RunAsync(IReadOnlyDictionary<string, IReadOnlyList<Step>> programs, Disturbance disturbance)
    {
        var world = new EngineWorld();
        if (!disturbance.IsNone)
        {
            world.MaxActivities = disturbance.OneOf(1, 3, 32);
            world.MaxCached = disturbance.OneOf(0, 3, 512);
        }

        var run = new ProgramWorld(programs, disturbance, world);
        world.AfterCommit = run.AfterCommit;
        await world.OpenAsync();
        await run.RunAsync();
        return run;
    }

    public Outcome OutcomeOf(string program)
    {
        var root = _world.Engine.Inspection.Find(program)!;
        var effects = _functions.Effects.Where(one => one.Key.Program == program).ToDictionary(one => one.Key.Step, one => one.Value);
        return new Outcome(root.Instance.Status.ToString(), root.Output, root.Failure?.Message, effects);
    }

    /// <summary>Rows of work to do that nobody will do any more.</summary>
    public async Task<string> LeftOverAsync()
    {
        // Timers of what was terminated go when they fall due.
        _world.Time.Advance(TimeSpan.FromDays(20_000));
        var left = "";
        try
        {
            await Eventually.TrueAsync(() => (left = _world.Count("inbox", "work", "timers")).Length == 0, "all work is done");
        }
        catch (TimeoutException)
        {
            return left;
        }

        return left + string.Join(", ", _world.Lost.Concat(_world.Engine.Inspection.SetAside().Select(one => one.Error)));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private async Task RunAsync()
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                if (await StepAsync())
                {
                    await CalmAsync();
                    return;
                }
            }
            catch (Exception e) when (e is InvalidOperationException or ObjectDisposedException or RpcException or ArgumentNullException && _aimed >= 0)
            {
                // Killed meanwhile: looked at again in the next process.
            }

            var now = _processes;
            if (now < _killed.Length && _killed[now].Task.IsCompleted)
                await ReopenAsync();
            _world.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            if (TimeProvider.System.GetElapsedTime(since) > s_deadline)
            {
                await CalmAsync();
                var live = Live();
                Stuck = (_programs.Keys.First(program => live.Any(one => one.Id == program)), string.Join("; ", live.Select(one => $"{one.Id} waits for '{one.Waits}'")));
                return;
            }
        }
    }

    /// <summary>What is looked at now must not be killed under whoever looks; a kill that was aimed already comes first.</summary>
    private async Task CalmAsync()
    {
        lock (_aiming)
            _calm = true;
        var now = _processes;
        if (_aimed != now || now >= _killed.Length)
            return;
        await _killed[now].Task.WithinDeadlineAsync();
        await ReopenAsync();
    }

    /// <returns>Whether all is over.</returns>
    private async Task<bool> StepAsync()
    {
        foreach (var (program, steps) in _programs)
        {
            if (!_started.Contains(program))
                await StartAsync(program, steps);
        }

        var live = Live();
        foreach (var instance in live)
        {
            foreach (Match wait in Waits().Matches(instance.Waits))
                await AnswerAsync(instance.Id, wait.Value, wait.Groups["count"].Value);
            if (_disturbance.Happens(40))
                await SwitchAsync(instance.Id);
        }

        foreach (var id in _suspended.Where(_ => live.Count < 3 || _disturbance.Happens(10)).ToList())
            await SwitchAsync(id);
        return live.Count == 0;
    }

    private async Task StartAsync(string program, IReadOnlyList<Step> steps)
    {
        var options = new StartOrchestrationOptions(program, _disturbance.Happens(4) ? _world.Time.GetUtcNow().AddMinutes(_disturbance.Below(9)) : null);
        try
        {
            await _world.Client.ScheduleNewOrchestrationInstanceAsync(
                "Main", new Progress(program, steps, []), options.WithDedupeStatuses([.. Enum.GetValues<OrchestrationRuntimeStatus>()]));
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Written before the kill.
        }

        foreach (var early in steps.Where(step => step.Kind == StepKind.Early))
            await RaiseAsync(program, $"early-{early.Id}-{early.Count}", early.Count);
        _started.Add(program);
    }

    private async Task AnswerAsync(string instance, string wait, string count)
    {
        if (!_raised.Add((instance, wait)))
            return;
        try
        {
            if (wait.StartsWith("terminated", StringComparison.Ordinal))
                await IgnoreOverAsync(_world.Client.TerminateInstanceAsync(instance, "from outside"));
            else
                await RaiseAsync(instance, wait, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
        }
        catch
        {
            _raised.Remove((instance, wait));
            throw;
        }
    }

    /// <summary>In any order, and sometimes twice.</summary>
    private async Task RaiseAsync(string instance, string name, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var value = 1 + ((i + count) % count);
            await IgnoreOverAsync(_world.Client.RaiseEventAsync(instance, name, value));
            if (_disturbance.Happens(5))
                await IgnoreOverAsync(_world.Client.RaiseEventAsync(instance, name, value));
        }
    }

    private async Task SwitchAsync(string instance)
    {
        if (_suspended.Add(instance))
        {
            await IgnoreOverAsync(_world.Client.SuspendInstanceAsync(instance));
            return;
        }

        await IgnoreOverAsync(_world.Client.ResumeInstanceAsync(instance));
        _suspended.Remove(instance);
    }

    /// <summary>An instance that is over refuses.</summary>
    private static async Task IgnoreOverAsync(Task sending)
    {
        try
        {
            await sending;
        }
        catch (RpcException)
        {
        }
    }

    private IReadOnlyList<Runtime.Durable.Inspection.InspectedInstance> Live() => _world.Engine.Inspection.List(null, null, 200, liveOnly: true).Instances;

    private void AfterCommit(long number)
    {
        Commits++;
        var now = _processes;
        lock (_aiming)
        {
            if (_calm || now >= _kills.Count || number < _kills[now].Commit || _aimed == now)
                return;
            _aimed = now;
        }

        var (engine, spins) = (_world.Engine, _kills[now].Spins);
        // On the spot, before anybody learns of this commit, or in the middle of what follows.
        if (spins == 0)
            Kill();
        else
            ThreadPool.QueueUserWorkItem(_ => Kill());

        void Kill()
        {
            Thread.SpinWait(spins);
            engine.AbandonAsync().ContinueWith(_ => _killed[now].TrySetResult(), TaskScheduler.Default);
        }
    }

    private async Task ReopenAsync()
    {
        Kills++;
        if (_disturbance.Happens(2))
            _world.DefaultVersion = "2.0";
        _processes++;
        await _world.OpenAsync();
    }

    [GeneratedRegex("(?:late|terminated)-[0-9]+(?:-(?<count>[0-9]+))?")]
    private static partial Regex Waits();
}

/// <param name="Effects">How often each step's activity began.</param>
internal sealed record Outcome(string Status, string? Output, string? Failure, IReadOnlyDictionary<int, int> Effects);
