using System.Reflection;
using Countersign.Approvals;
using Countersign.Runs;
using Countersign.Runtime.Durable;
using Countersign.Runtime.Durable.Replay;
using Countersign.Tests.Workflows.Runs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging.Abstractions;
using static Countersign.Tests.Workflows.Runs.Member;

namespace Countersign.Tests.Workflows.Histories;

/// <summary>
/// Recorded histories of the app's orchestrators, replayed on today's code: which calls they make, and in what order, is a stored format that instances
/// of the last release are in the middle of. After a change that raised the orchestrations' version they are recorded anew:
/// <c>RECORD_HISTORIES=folder dotnet test tests/Workflows --filter FullyQualifiedName~HistoryTests</c>.
/// </summary>
public sealed class HistoryTests(RunWorld world) : IClassFixture<RunWorld>
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Histories", "Recorded");

    private static readonly IReadOnlyList<string> Names =
        [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Recorded => [.. Names];

    [Fact]
    public void Every_road_of_every_orchestrator_is_recorded()
    {
        string[] kinds =
        [
            "approved-Act", "approved-Poller", "approved-Run", "denied-Act", "denied-Poller", "denied-Run", "read-Run", "remediedread-Run", "remediedwrite-Act",
            "remediedwrite-Poller", "remediedwrite-Run", "steppedread-Act", "steppedread-Poller", "steppedread-Run",
        ];
        var orchestrators = typeof(RunOrchestration).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetParameters().Any(parameter => parameter.GetCustomAttribute<OrchestrationTriggerAttribute>() is not null))
            .Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name);

        Assert.Equal(kinds, Names.Select(name => name[..name.LastIndexOf('-')]).Distinct());
        Assert.Equal(orchestrators.Order(StringComparer.Ordinal), Names.Select(name => name.Split('-')[1]).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void What_the_last_release_wrote_is_replayed_by_todays_code(string name)
    {
        var history = Read(name);
        Assert.Equal(name.Split('-')[1], history.OfType<HistoryEvent.ExecutionStarted>().Single().Name);

        GoesToItsEnd(history, name);
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_call_by_another_name_is_noticed(string name)
    {
        var history = Read(name);
        var at = history.FindLastIndex(one => one is HistoryEvent.ActivityScheduled);
        history[at] = (HistoryEvent.ActivityScheduled)history[at] with { Name = "AnotherStep" };

        IsNoticed(history);
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_call_that_is_no_longer_made_is_noticed(string name)
    {
        var history = Read(name);
        var last = history.FindLastIndex(one => one is HistoryEvent.ActivityScheduled);
        var extra = history.Max(one => one switch
        {
            HistoryEvent.ActivityScheduled step => step.Id,
            HistoryEvent.ChildStarted step => step.Id,
            HistoryEvent.TimerCreated step => step.Id,
            _ => 0,
        }) + 1;
        history.Insert(last + 1, (HistoryEvent.ActivityScheduled)history[last] with { Id = extra });

        IsNoticed(history);
    }

    /// <summary>
    /// A read that policy steps up is carried out as a write is, without a version of its own: until the read is answered both make the same calls, and
    /// the answers of before name no action. So a run that was in the middle of a read when the release came goes on either way.
    /// </summary>
    [Fact]
    public void A_read_that_was_begun_before_reads_could_be_stepped_up_goes_on_as_the_answer_says()
    {
        foreach (var stepped in new[] { false, true })
        {
            var history = Read(stepped ? "steppedread-Run-1" : "read-Run-1");
            var asked = history.FindIndex(one => one is HistoryEvent.ActivityScheduled { Name: "ReadForRun" });
            var answer = history.OfType<HistoryEvent.ActivityCompleted>().Single(one => one.Id == ((HistoryEvent.ActivityScheduled)history[asked]).Id);

            Assert.Equal(["Think", "ReadForRun"], history.Take(asked + 1).OfType<HistoryEvent.ActivityScheduled>().Select(step => step.Name));
            Assert.DoesNotContain(history.Take(asked), one => one is HistoryEvent.ChildStarted);
            Assert.Equal(stepped, answer.Output!.Contains("\"act_", StringComparison.Ordinal));
            Assert.Equal(stepped, history.Any(one => one is HistoryEvent.ChildStarted));
            GoesToItsEnd(history, history.OfType<HistoryEvent.ExecutionStarted>().Single().Name);
        }
    }

    [Fact]
    public void A_changed_order_of_calls_is_noticed()
    {
        var swapped = 0;
        foreach (var history in Names.Select(Read))
        {
            var first = history.FindIndex(one => one is HistoryEvent.ActivityScheduled);
            var name = ((HistoryEvent.ActivityScheduled)history[first]).Name;
            var second = history.FindIndex(one => one is HistoryEvent.ActivityScheduled step && step.Name != name);
            if (second < 0) continue;
            history[first] = (HistoryEvent.ActivityScheduled)history[first] with { Name = ((HistoryEvent.ActivityScheduled)history[second]).Name };
            history[second] = (HistoryEvent.ActivityScheduled)history[second] with { Name = name };

            IsNoticed(history);
            swapped++;
        }

        Assert.True(swapped >= 3, "hardly any history has two calls");
    }

    [Theory]
    [InlineData("read", "show issue 1 of ", null)]
    [InlineData("approved", "merge pull request 7 of ", true)]
    [InlineData("denied", "close issue 2 of ", false)]
    [InlineData("remediedread", "show issue 1 of ", null)]
    [InlineData("remediedwrite", "merge pull request 7 of ", true)]
    [InlineData("steppedread", "show issue 1 of ", true)]
    public async Task What_todays_code_writes_is_replayed_by_it(string name, string ask, bool? approve)
    {
        var remedied = name.StartsWith("remedied", StringComparison.Ordinal);
        var ada = await world.MemberAsync(linked: !remedied);
        if (name == "steppedread") world.Policy.For(ada.Id);
        var shop = await world.ShopAsync(ada);
        using var recording = new Recording(world);

        var run = Text(await ada.AskAsync(ask + shop), "id");
        if (remedied)
        {
            await ada.UntilAsync(run, "needs_you");
            await SleepsAsync(approve is null ? $"run-{run}" : $"act-{Text(Assert.Single(await ada.ActionsAsync(run)), "id")}");
            await ada.LinkAsync();
        }

        if (approve is { } answer) await ada.AnswerAsync(answer);
        Assert.Equal("done", Text(await ada.OverAsync(run), "state"));
        await world.Client.WaitForInstanceCompletionAsync($"run-{run}").WithinDeadlineAsync();
        if (approve is not null)
        {
            await Wake.RaiseAsync(world.Client, Poller.Instance, CancellationToken.None); // nothing is pending: it ends
            await world.Client.WaitForInstanceCompletionAsync(Poller.Instance).WithinDeadlineAsync();
        }

        Assert.Null(recording.Failure);
        string[] orchestrators = approve is null ? ["Run"] : ["Run", "Act", "Poller"];
        foreach (var orchestrator in orchestrators)
        {
            var histories = recording.Of(orchestrator);
            Assert.NotEmpty(histories);
            for (var i = 0; i < histories.Count; i++)
            {
                var file = $"{name}-{orchestrator}-{i + 1}";
                var text = Recording.Normal(histories[i]);
                GoesToItsEnd(HistoryJson.ReadTurn(text), file);
                if (Environment.GetEnvironmentVariable("RECORD_HISTORIES") is { Length: > 0 } folder) await File.WriteAllTextAsync(Path.Combine(folder, $"{file}.json"), text);
            }
        }
    }

    /// <summary>What is mended while it still looks would be seen at once, and nothing waited for.</summary>
    private Task SleepsAsync(string instance) => Eventually.TrueAsync(
        () => world.Engine.Inspection.Find(instance)?.Instance.Waits is { } waits && waits.Contains("event", StringComparison.Ordinal)
            && !waits.Contains("activity", StringComparison.Ordinal),
        $"{instance} sleeps");

    /// <summary>Every recorded call is made again, in its order, and nothing that was not recorded.</summary>
    private void GoesToItsEnd(List<HistoryEvent> history, string name)
    {
        var outcome = Replay(history);

        Assert.True(outcome.End?.Status != InstanceStatus.Failed, $"{name}: {outcome.End?.Failure}");
        // A turn that begins anew leaves no steps behind: the timer beside an event that had come already is the one there can be.
        Assert.True(
            outcome.Steps.Count == 0 || (outcome.Next is not null && outcome.Steps.All(step => step is HistoryEvent.TimerCreated)),
            $"{name} makes calls that were not recorded: {string.Join(", ", outcome.Steps)}");
        Assert.True(outcome.End is not null || outcome.Next is not null, $"{name} still waits for {outcome.Waits}");
    }

    private void IsNoticed(List<HistoryEvent> history)
    {
        var end = Replay(history).End;

        Assert.Equal(InstanceStatus.Failed, end?.Status);
        Assert.Contains("NonDeterministicOrchestrationException", end!.Failure!.Type, StringComparison.Ordinal);
    }

    private TurnOutcome Replay(List<HistoryEvent> history)
    {
        var options = world.Get<DurableOptions>();
        var turn = new Turn(
            "replayed", world.Get<IFunctionInvoker>(), world.Get<DataConverter>(), NullLoggerFactory.Instance,
            new TurnSettings(options.DefaultVersion, options.MaximumTimerInterval));
        return turn.Run(history, []);
    }

    private static List<HistoryEvent> Read(string name) => HistoryJson.ReadTurn(File.ReadAllText(Path.Combine(Folder, $"{name}.json")));
}
