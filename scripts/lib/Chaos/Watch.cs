using Countersign.Scripts.Story;

namespace Countersign.Scripts.Chaos;

/// <summary>Follows what was asked for to its end, by what the app says of it.</summary>
public sealed class Watch(Citizen citizen, Plan plan, Moments moments, Deadline deadline)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    /// <summary>Asks, and waits until the person has been told what came of it.</summary>
    public async Task<Ending> FollowAsync(CancellationToken ct)
    {
        var door = citizen.Door;
        moments.Happened(Moment.Asked);
        string? run = null;
        string action;
        if (plan.SteppedUp)
        {
            var message = Person.Json(w => w.WriteString("message", plan.Kind.Message(citizen.Repository)));
            run = MainRoad.Ensure(await door.PostAsync("api/runs", message, citizen.NewKey(), ct)).Text("id");
            if (await ActionOfAsync(run, ct) is not { } proposed) return await RunEndAsync(run, ct);
            action = proposed;
        }
        else
        {
            var order = $$"""{"tool":"{{plan.Kind.Tool()}}","arguments":{{plan.Kind.Arguments(citizen.Repository)}}}""";
            action = MainRoad.Ensure(await door.PostAsync("api/actions", order, citizen.NewKey(), ct)).Text("id");
        }

        var settled = await SettledAsync(action, ct);
        if (run is not null) await RunEndAsync(run, ct);
        while (await AskedAgainAsAsync(settled, ct) is { } next) settled = await SettledAsync(next, ct);
        return new Ending(settled.Text("state"), settled.Text("code"), settled.Text("text"), await TrailAsync(settled, ct));
    }

    /// <summary>Null when the run ended without one.</summary>
    private async Task<string?> ActionOfAsync(string run, CancellationToken ct)
    {
        while (true)
        {
            var over = await RunAsync(run, ct);
            var actions = MainRoad.Ensure(await citizen.Door.GetAsync("api/actions?limit=20", ct)).Json.GetProperty("items");
            foreach (var action in actions.EnumerateArray())
                if (action.GetProperty("run").GetString() == run) return action.GetProperty("id").GetString();
            if (IsOver(over)) return null;
            await PauseAsync("a proposal of the run", ct);
        }
    }

    private async Task<Reply> SettledAsync(string action, CancellationToken ct)
    {
        while (true)
        {
            var reply = MainRoad.Ensure(await citizen.Door.GetAsync($"api/actions/{action}", ct));
            if (reply.Text("state") == "executing") moments.Happened(Moment.Executing);
            if (reply.Text("state") is not ("proposed" or "parked" or "executing")) return reply;
            await PauseAsync($"an end of action {action}, which is {reply.Text("state")}", ct);
        }
    }

    private async Task<Ending> RunEndAsync(string run, CancellationToken ct)
    {
        while (true)
        {
            var reply = await RunAsync(run, ct);
            if (IsOver(reply)) return new Ending(reply.Text("state") == "done" ? "answered" : reply.Text("state"), reply.Text("code"), reply.Text("text"), null);
            await PauseAsync($"an end of run {run}, which is {reply.Text("state")}", ct);
        }
    }

    private async Task<string?> AskedAgainAsAsync(Reply action, CancellationToken ct)
    {
        if (!plan.GivesAgain || action.Text("state") != "lapsed" || action.Text("approval") is not { Length: > 0 } approval) return null;
        while (true)
        {
            var reply = MainRoad.Ensure(await citizen.Door.GetAsync($"api/approvals/{approval}", ct));
            if (reply.Text("askedAgainAs") is { Length: > 0 } next) return next;
            if (reply.Text("state") is not ("lost" or "expired")) return null;
            await PauseAsync($"a new action after approval {approval}", ct);
        }
    }

    private async Task<string?> TrailAsync(Reply action, CancellationToken ct)
    {
        var verified = MainRoad.Ensure(await citizen.Door.GetAsync("api/audit/verify", ct));
        if (verified.Text("state") != "verified") return $"the trail is {verified.Text("state")}: {verified.Json}";
        var items = MainRoad.Ensure(await citizen.Door.GetAsync($"api/audit?action={action.Text("id")}&limit=100", ct)).Json.GetProperty("items");
        List<string> kinds = [.. items.EnumerateArray().Select(entry => entry.GetProperty("kind").GetString()!).Reverse()];
        var end = kinds.LastIndexOf($"action.{action.Text("state")}");
        if (end < 0) return $"the trail does not say that it is {action.Text("state")}";
        return action.Text("state") == "done" && kinds.IndexOf("action.executing") is var began && (began < 0 || began > end) ? "the trail has no intent before the outcome" : null;
    }

    private async Task<Reply> RunAsync(string run, CancellationToken ct) => MainRoad.Ensure(await citizen.Door.GetAsync($"api/runs/{run}", ct));

    private static bool IsOver(Reply run) => run.Text("state") is "done" or "failed" or "cancelled";

    private Task PauseAsync(string what, CancellationToken ct)
    {
        deadline.Check(what);
        return Task.Delay(Pause, TimeProvider.System, ct);
    }
}
