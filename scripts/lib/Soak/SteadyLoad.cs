using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Countersign.Scripts.Story;

namespace Countersign.Scripts.Soak;

/// <summary>People who use the app at a steady pace: direct reads, chat turns, a stepped-up comment now and then, and a stream each.</summary>
public sealed class SteadyLoad(Stage stage, int people, double perSecond)
{
    private readonly ConcurrentDictionary<string, int> _failed = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Repository, Api Doors)> _people = [];
    private long _done;
    private long _keys;

    public long Done => Interlocked.Read(ref _done);

    /// <summary>How many answers, by status and title, were neither what was asked for nor a limit.</summary>
    public IReadOnlyDictionary<string, int> Failed => _failed;

    public async Task PrepareAsync(CancellationToken ct)
    {
        for (var n = 0; n < people; n++)
        {
            var name = $"soak{n}";
            var made = await ControlAsync("people", new JsonObject { ["name"] = name, ["link_github"] = true, ["install_github"] = true }, ct);
            await ControlAsync("github/repositories", new JsonObject { ["owner"] = "acme", ["name"] = $"soak-{n}", ["person"] = name }, ct);
            await ControlAsync("auto-answer", new JsonObject { ["person"] = name, ["answer"] = "approve" }, ct);
            var doors = new Api(new Uri(stage.App.Url + "/"), await TokenAsync(name, ct));
            _people.Add((name, $"acme/soak-{n}", doors));
            await doors.PostAsync("api/accounts/refresh", null, ct);
            var confirmed = await doors.PostAsync("api/accounts/github/confirm", new JsonObject { ["account"] = made["github_id"]!.ToString() }.ToJsonString(), ct);
            if (!confirmed.Ok) throw new ScriptException($"{name} could not confirm their account: {confirmed.Text("detail")}");
        }
    }

    /// <summary>Runs until it is cancelled. Each person sends in their own turn; one that is late does not make up for it.</summary>
    public Task RunAsync(CancellationToken ct) => Task.WhenAll(_people.Select((person, index) => UseAsync(person, index, ct)));

    private async Task UseAsync((string Name, string Repository, Api Doors) person, int index, CancellationToken ct)
    {
        var pace = TimeSpan.FromSeconds(people / perSecond);
        using var turns = new PeriodicTimer(pace, TimeProvider.System);
        var since = TimeProvider.System.GetTimestamp();
        try
        {
            for (var n = index; await turns.WaitForNextTickAsync(ct); n++)
            {
                if (TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromMinutes(30))
                {
                    person.Doors.Token = await TokenAsync(person.Name, ct);
                    since = TimeProvider.System.GetTimestamp();
                }

                var reply = (n % 20) switch
                {
                    19 => await ActAsync(person, "github.comment", new JsonObject { ["repository"] = person.Repository, ["number"] = 1, ["body"] = $"Number {n}" }, ct),
                    4 or 14 => await person.Doors.PostAsync("api/runs", new JsonObject { ["message"] = $"show issue 1 of {person.Repository}" }.ToJsonString(), ct, NewKey()),
                    9 => await person.Doors.GetAsync("api/audit?limit=50", ct),
                    _ => await ActAsync(person, "github.get_issue", new JsonObject { ["repository"] = person.Repository, ["number"] = 1 }, ct),
                };
                Interlocked.Increment(ref _done);
                if (!reply.Ok && (int)reply.Status is not (403 or 429)) _failed.AddOrUpdate($"{(int)reply.Status} {reply.Text("title")}", 1, (_, count) => count + 1);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The time is up.
        }
    }

    private Task<Reply> ActAsync((string Name, string Repository, Api Doors) person, string tool, JsonObject arguments, CancellationToken ct) =>
        person.Doors.PostAsync("api/actions", new JsonObject { ["tool"] = tool, ["arguments"] = arguments }.ToJsonString(), ct, NewKey());

    private string NewKey() => $"soak-{Interlocked.Increment(ref _keys)}";

    private async Task<string> TokenAsync(string person, CancellationToken ct) =>
        (await ControlAsync("tokens", new JsonObject { ["person"] = person }, ct))["access_token"]!.ToString();

    private async Task<JsonNode> ControlAsync(string path, JsonObject body, CancellationToken ct)
    {
        var reply = await stage.Control.PostAsync($"control/{path}", body.ToJsonString(), ct);
        if (!reply.Ok) throw new ScriptException($"The sandbox refused {path}: {reply.Json}");
        return reply.Json.ValueKind == System.Text.Json.JsonValueKind.Undefined ? new JsonObject() : JsonNode.Parse(reply.Json.GetRawText())!; // an object
    }
}
