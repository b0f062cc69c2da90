namespace Countersign.Scripts.Chaos;

/// <summary>The person at the phone: answers pushes, and gives a lost approval again where the plan says so.</summary>
public sealed class Thumb(Citizen citizen, Plan plan, Moments moments)
{
    private readonly HashSet<string> _answered = [];

    /// <summary>Whether an approval of this run was lost on its way: never heard of, or expired before its answer was.</summary>
    public bool Lost { get; private set; }

    public int Pushes { get; private set; }

    public async Task AnswerAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var pushes = await citizen.PushesAsync(ct);
            Pushes = pushes.Count;
            if (pushes.Count > 0) moments.Happened(Moment.Pushed);
            foreach (var push in pushes.Where(push => push.GetProperty("state").GetString() == "pending"))
            {
                var id = push.GetProperty("id").GetString()!;
                if (_answered.Contains(id) || (!plan.GivesAgain && _answered.Count > 0)) continue;
                await Task.Delay(TimeSpan.FromMilliseconds(plan.Answers), TimeProvider.System, ct);
                _answered.Add(id);
                await citizen.ApproveAsync(id, ct);
                moments.Happened(Moment.Answered);
            }

            await AskAgainAsync(ct);
            await Task.Delay(TimeSpan.FromMilliseconds(80), TimeProvider.System, ct);
        }
    }

    private async Task AskAgainAsync(CancellationToken ct)
    {
        var reply = await citizen.Door.GetAsync("api/approvals?limit=20", ct);
        if (!reply.Ok) return;
        foreach (var approval in reply.Json.GetProperty("items").EnumerateArray())
        {
            if (approval.GetProperty("state").GetString() is not ("lost" or "expired")) continue;
            Lost = true;
            if (plan.GivesAgain && approval.GetProperty("canAskAgain").GetBoolean())
                await citizen.Door.PostAsync($"api/approvals/{approval.GetProperty("id").GetString()}/ask-again", null, citizen.NewKey(), ct);
        }
    }
}
