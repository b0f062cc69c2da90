using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Countersign.Tests.Workflows.Engine.Programs;

/// <summary>Carries programs out. Since version 2.0 each activity is marked before it is called: another history, the same outcome.</summary>
internal sealed class StepFunctions(Func<DurableTaskClient> client)
{
    private const int Attempts = 4;

    private static readonly TimeSpan s_far = TimeSpan.FromDays(10_000);

    /// <summary>How often each activity began, by program and step.</summary>
    public ConcurrentDictionary<(string Program, int Step), int> Effects { get; } = [];

    public void AddTo(TinyApp app)
    {
        app.Orchestrator("Main", async context => await MainAsync(context));
        app.Activity("Do", call => Do(call.Input<Order>()));
        app.Activity("Mark", _ => null);
        app.Activity("Echo", call => call.Input<Guid>());
        app.AsyncActivity("Tell", async call =>
        {
            var order = call.Input<Order>();
            Do(order);
            // At least once, as everything outside: a kill in between repeats it.
            await client().RaiseEventAsync(call.InstanceId, $"during-{order.Step}", order.Value);
            return order.Value;
        });
    }

    private string Do(Order order)
    {
        var times = Effects.AddOrUpdate((order.Program, order.Step), 1, (_, n) => n + 1);
        return times > order.Failures ? $"result {order.Step}" : throw new InvalidOperationException($"failure of {order.Step}");
    }

    private static async Task<IReadOnlyList<string>?> MainAsync(TaskOrchestrationContext context)
    {
        var progress = context.GetInput<Progress>()!;
        List<string> seen = [.. progress.Seen];
        var last = context.CurrentUtcDateTime;
        for (var i = 0; i < progress.Steps.Count; i++)
        {
            var step = progress.Steps[i];
            if (step.Kind == StepKind.Anew)
            {
                context.ContinueAsNew(progress with { Steps = [.. progress.Steps.Skip(i + 1)], Seen = seen });
                return null;
            }

            seen.Add(await TakeAsync(context, progress.Program, step));
            if (context.CurrentUtcDateTime < last)
                seen.Add("the clock went back");
            last = context.CurrentUtcDateTime;
            context.SetCustomStatus(seen.Count);
        }

        if (progress.Tells)
            context.SendEvent(context.Parent!.InstanceId, $"told-{context.InstanceId}", seen.Count);
        return seen;
    }

    private static async Task<string> TakeAsync(TaskOrchestrationContext context, string program, Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Activity or StepKind.Handled or StepKind.Broken:
                return await ActivityAsync(context, program, step);
            case StepKind.Timer:
                await context.CreateTimer(TimeSpan.FromMinutes(step.Count), CancellationToken.None);
                return $"timer {step.Id}";
            case StepKind.Fan:
                return $"[{string.Join("; ", await Task.WhenAll(step.Inner.Select(branch => TakeAsync(context, program, branch))))}]";
            case StepKind.Child or StepKind.Telling:
                return await ChildAsync(context, program, step);
            case StepKind.Early:
                return await EventsAsync(context, $"early-{step.Id}-{step.Count}", step.Count);
            case StepKind.Late:
                return await EventsAsync(context, $"late-{step.Id}-{step.Count}", step.Count);
            case StepKind.During:
                var running = Enumerable.Range(1, step.Count).Select(value => context.CallActivityAsync<int>("Tell", new Order(program, step.Id, 0, value))).ToList();
                var heard = await EventsAsync(context, $"during-{step.Id}", step.Count);
                return $"{heard} of {(await Task.WhenAll(running)).Sum()}";
            case StepKind.TimeOut:
                return await TimeOutAsync(context, step);
            case StepKind.Race:
                return await RaceAsync(context, step);
            case StepKind.Sure:
                var id = context.NewGuid();
                return await context.CallActivityAsync<Guid>("Echo", id) == id ? "sure" : "another id at replay";
            case StepKind.Fail:
                throw new InvalidOperationException($"end at {step.Id}");
            default:
                await context.WaitForExternalEvent<string>($"terminated-{step.Id}");
                return "never";
        }
    }

    private static async Task<string> ActivityAsync(TaskOrchestrationContext context, string program, Step step)
    {
        var retry = step.Kind == StepKind.Handled
            ? TaskOptions.FromRetryHandler(last => last.LastAttemptNumber < Attempts)
            : TaskOptions.FromRetryPolicy(new RetryPolicy(Attempts, TimeSpan.FromSeconds(20), 2));
        if (context.CompareVersionTo("2.0") >= 0)
            await context.CallActivityAsync("Mark");
        try
        {
            return await context.CallActivityAsync<string>("Do", new Order(program, step.Id, step.Kind == StepKind.Broken ? int.MaxValue : step.Count, 0), retry);
        }
        catch (TaskFailedException failed)
        {
            return $"failed: {failed.FailureDetails.ErrorMessage}";
        }
    }

    private static async Task<string> ChildAsync(TaskOrchestrationContext context, string program, Step step)
    {
        var id = step.Kind == StepKind.Telling || step.Count % 2 == 1 ? $"{program}-{step.Id}" : null;
        var told = step.Kind == StepKind.Telling && !step.Inner.Any(one => one.Kind is StepKind.Fail or StepKind.Terminated)
            ? context.WaitForExternalEvent<int>($"told-{id}")
            : null;
        try
        {
            var seen = await context.CallSubOrchestratorAsync<IReadOnlyList<string>>(
                "Main", new Progress(program, step.Inner, [], told is not null), new SubOrchestrationOptions(instanceId: id));
            return $"({string.Join(", ", seen)}){(told is null ? "" : $" and told {await told}")}";
        }
        catch (TaskFailedException failed)
        {
            return $"child failed: {failed.FailureDetails.ErrorMessage}";
        }
    }

    private static async Task<string> EventsAsync(TaskOrchestrationContext context, string name, int count)
    {
        SortedSet<int> values = [];
        while (values.Count < count)
            values.Add(await context.WaitForExternalEvent<int>(name));
        return $"events {string.Join(' ', values)}";
    }

    private static async Task<string> TimeOutAsync(TaskOrchestrationContext context, Step step)
    {
        try
        {
            return $"unexpected {await context.WaitForExternalEvent<int>($"nobody-{step.Id}", TimeSpan.FromMinutes(step.Count))}";
        }
        catch (TaskCanceledException)
        {
            return $"time-out {step.Id}";
        }
    }

    private static async Task<string> RaceAsync(TaskOrchestrationContext context, Step step)
    {
        using var cancel = new CancellationTokenSource();
        var waiting = context.WaitForExternalEvent<int>($"late-{step.Id}-1");
        if (await Task.WhenAny(waiting, context.CreateTimer(s_far, cancel.Token)) != waiting)
            return "the far timer fired";
        cancel.Cancel();
        return $"raced {await waiting}";
    }

    /// <param name="Failures">How often it fails first.</param>
    internal sealed record Order(string Program, int Step, int Failures, int Value);
}
