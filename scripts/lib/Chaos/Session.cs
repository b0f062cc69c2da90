namespace Countersign.Scripts.Chaos;

/// <summary>Runs a session's plans on several lanes at once and judges them when all are over.</summary>
public static class Session
{
    /// <summary>What is late acts within this time, or never.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(6);

    /// <param name="plans">In the order in which they are begun.</param>
    /// <param name="lanes">Apps, each with a sandbox of its own.</param>
    /// <param name="data">A folder for all of their files.</param>
    /// <param name="judged">Called with each run's verdict at its end.</param>
    public static async Task<Tally> RunAsync(IReadOnlyList<Plan> plans, int lanes, string data, Action<Verdict> judged, CancellationToken ct)
    {
        var next = -1;
        var open = await OpenAsync(Math.Clamp(lanes, 1, Math.Max(1, plans.Count)), data, ct);
        try
        {
            await Task.WhenAll(open.Select(async lane =>
            {
                while (Interlocked.Increment(ref next) is var i && i < plans.Count) judged(await lane.RunAsync(plans[i], ct));
            }));
            await Task.Delay(Late, TimeProvider.System, ct);
            var verdicts = new List<Verdict>();
            foreach (var lane in open) verdicts.AddRange(await lane.InTheEndAsync(ct));
            return new Tally([.. verdicts.OrderBy(verdict => verdict.Plan.Index)]);
        }
        finally
        {
            foreach (var lane in open) await lane.DisposeAsync();
        }
    }

    private static async Task<List<Lane>> OpenAsync(int count, string data, CancellationToken ct)
    {
        var open = new List<Lane>();
        try
        {
            for (var i = 0; i < count; i++) open.Add(await Lane.OpenAsync(Path.Combine(data, $"lane-{i}"), ct));
            return open;
        }
        catch
        {
            foreach (var lane in open) await lane.DisposeAsync();
            throw;
        }
    }
}
