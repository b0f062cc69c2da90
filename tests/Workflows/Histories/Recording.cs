using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Countersign.Runtime.Durable.Inspection;
using Countersign.Runtime.Durable.Replay;
using Countersign.Tests.Workflows.Runs;

namespace Countersign.Tests.Workflows.Histories;

/// <summary>
/// Every execution of the app's instances as it stood before its last turn, with what that turn was given: replayed, it decides again how the execution
/// ended. An execution's history is gone once the next one begins, so all are looked at before each turn.
/// </summary>
internal sealed partial class Recording : IDisposable
{
    private readonly RunWorld _world;
    private readonly ConcurrentDictionary<(string Instance, DateTime Created, int Execution), List<HistoryEvent>> _seen = new();

    public Recording(RunWorld world)
    {
        _world = world;
        world.BeforeTurn = Look;
    }

    public string? Failure { get; private set; }

    /// <summary>Executions of one orchestrator, in order; of those that took the same steps, the first.</summary>
    public IReadOnlyList<List<HistoryEvent>> Of(string orchestrator) =>
        [.. _seen.OrderBy(one => one.Key.Created).ThenBy(one => one.Key.Execution).Select(one => one.Value)
            .Where(history => history.OfType<HistoryEvent.ExecutionStarted>().Single().Name == orchestrator)
            .DistinctBy(Shape)];

    /// <summary>What is of one run of the test alone is left out: ids, persons, traces.</summary>
    public static string Normal(List<HistoryEvent> history)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var text = Ids().Replace(HistoryJson.Write(history), match =>
        {
            if (!ids.TryGetValue(match.Value, out var number)) ids[match.Value] = number = ids.Count.ToString(CultureInfo.InvariantCulture);
            var prefix = match.Value[..(match.Value.IndexOf('_') + 1)];
            return prefix + number.PadLeft(match.Length - prefix.Length, '0');
        });
        return Trace().Replace(text, "").Replace("{\"k\"", "\n{\"k\"", StringComparison.Ordinal) + "\n";
    }

    public void Dispose() => _world.BeforeTurn = null;

    private void Look()
    {
        try
        {
            // What the turn is given was handed to the writer before this, and is written when this is. Not awaited here: the thread is the orchestrator's.
            Task.Run(() => _world.Client.PurgeInstanceAsync("nobody")).WithinDeadlineAsync().GetAwaiter().GetResult();
            foreach (var instance in _world.Engine.Inspection.List(null, null, DurableInspection.LargestPage, liveOnly: true).Instances)
            {
                if (_world.Engine.Inspection.Find(instance.Id) is not { Instance: var now } found || found.Inbox.Count + found.History.Count == 0) continue;
                List<HistoryEvent> history = [.. found.History];
                if (found.Inbox.Count > 0) history.AddRange([new HistoryEvent.TurnStarted(now.Updated), .. found.Inbox]);
                _seen[(now.Id, now.Created, now.Execution)] = history;
            }
        }
        catch (Exception e)
        {
            Failure ??= e.ToString(); // the orchestrator has to go on
        }
    }

    private static string Shape(List<HistoryEvent> history) => string.Join(' ', history.Where(one => one is not HistoryEvent.TurnStarted).Select(one => one switch
    {
        HistoryEvent.ActivityScheduled step => $"{one.GetType().Name}:{step.Name}",
        _ => one.GetType().Name,
    }));

    [GeneratedRegex("(?:act|apr|run|thr)_[0-9a-z]{26}|p_[0-9a-z]{32}")]
    private static partial Regex Ids();

    [GeneratedRegex(",\"trace\":\"[^\"]*\"")]
    private static partial Regex Trace();
}
