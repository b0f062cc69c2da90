using Countersign.Scripts.Story;

namespace Countersign.Scripts.Chaos;

/// <summary>One app and its sandbox, which take one run after another: a kill strikes one run alone.</summary>
public sealed class Lane : IAsyncDisposable
{
    /// <summary>Leases of ten seconds, an approval that ends in twenty, no limit on how often a client looks.</summary>
    private static readonly Dictionary<string, string> Quick = new()
    {
        ["Actions:CallLimit"] = "5",
        ["Actions:Settling"] = "5",
        ["Approvals:Expiry"] = "20",
        ["Limits:RequestsPerSecond"] = "1000",
        ["Limits:Burst"] = "10000",
        ["Logging:LogLevel:Default"] = "Warning",
        ["DOTNET_EnableDiagnostics"] = "0", // a process that is killed leaves its diagnostic port behind
    };

    /// <summary>As it ships, and writes that are asked for directly are allowed.</summary>
    private const string Policy = """
        {
          "defaults": { "read": "allow", "write": "step_up", "destructive": "step_up", "unknown": "deny" },
          "rules": [{ "id": "direct-writes", "decision": "allow", "when": { "agents": ["direct"], "risks": ["write"] } }]
        }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Stage _stage;
    private readonly List<Judged> _judged = [];

    private Lane(Stage stage) => _stage = stage;

    public static async Task<Lane> OpenAsync(string data, CancellationToken ct)
    {
        Directory.CreateDirectory(data);
        var policy = Path.Combine(data, "policy.json");
        await File.WriteAllTextAsync(policy, Policy, ct);
        var settings = new Dictionary<string, string>(Quick) { ["Policies:File"] = policy };
        return new Lane(await Stage.OpenAsync(data, ["--ciba-interval", "1", "--pushes-per-minute", "60"], settings, ct));
    }

    /// <summary>One run, judged by what the world has seen up to its end.</summary>
    public async Task<Verdict> RunAsync(Plan plan, CancellationToken ct)
    {
        await new Keeper(_stage.App).RunningAsync(ct); // what ended it was said in its own run
        await _stage.Control.SendAsync(HttpMethod.Delete, "control/faults", null, null, ct);
        var deadline = new Deadline(Patience);
        var citizen = await Citizen.ArriveAsync(_stage, $"c{plan.Index}x{_judged.Count}", deadline, ct);
        var moments = new Moments();
        var thumb = new Thumb(citizen, plan, moments);
        await PrepareAsync(citizen, plan, ct);

        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var answering = thumb.AnswerAsync(over.Token);
        var striking = StrikeAsync(plan, moments, ct);
        Ending ending;
        try
        {
            ending = await new Watch(citizen, plan, moments, deadline).FollowAsync(ct);
        }
        catch (Exception e) when (e is LateException or ScriptException)
        {
            ending = new Ending(null, null, e.Message, null);
        }

        moments.Over();
        await over.CancelAsync();
        await Quietly(answering);
        try
        {
            await striking;
        }
        catch (ScriptException e)
        {
            ending = ending with { Trail = e.Message };
        }

        var judged = new Judged(citizen, plan, ending, thumb.Pushes, thumb.Lost);
        _judged.Add(judged);
        return await judged.ByNowAsync(ct);
    }

    /// <summary>All runs again, by what the world has seen in the end: nothing may follow a run that was over.</summary>
    public async Task<IReadOnlyList<Verdict>> InTheEndAsync(CancellationToken ct)
    {
        var verdicts = new List<Verdict>();
        foreach (var judged in _judged) verdicts.Add(await judged.ByNowAsync(ct));
        return verdicts;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var judged in _judged) judged.Citizen.Dispose();
        await _stage.DisposeAsync();
    }

    private async Task PrepareAsync(Citizen citizen, Plan plan, CancellationToken ct)
    {
        foreach (var fault in plan.Faults) await citizen.FaultAsync(fault, ct);
        if (!plan.GivesAgain) await citizen.FaultAsync(new LineFault("ciba_expiry", 2, Seconds: 8), ct);
        if (plan.Doubled is not { } activity) return;
        var address = new Uri(await Stage.UntilAsync("the address of inspection", TimeSpan.FromSeconds(30), () => Task.FromResult(_stage.App.Inspection), ct));
        using var inspection = new Api(new Uri(address, "/"), System.Web.HttpUtility.ParseQueryString(address.Query)["token"]);
        MainRoad.Ensure(await inspection.PostAsync($"activities/{activity}/double", null, ct));
    }

    private async Task StrikeAsync(Plan plan, Moments moments, CancellationToken ct)
    {
        var keeper = new Keeper(_stage.App);
        foreach (var blow in plan.Blows) await keeper.StrikeAsync(blow, moments, ct);
    }

    private static async Task Quietly(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception e) when (e is OperationCanceledException or LateException or ScriptException or HttpRequestException)
        {
            // It was told to end, or the run's own end says what went wrong.
        }
    }

    private sealed record Judged(Citizen Citizen, Plan Plan, Ending Ending, int Pushes, bool Lost)
    {
        public async Task<Verdict> ByNowAsync(CancellationToken ct) => Verdict.Of(Plan, Ending, await Citizen.EffectsAsync(ct), Pushes, Lost);
    }
}
