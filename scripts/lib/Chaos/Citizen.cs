using System.Text.Json;
using Countersign.Scripts.Story;

namespace Countersign.Scripts.Chaos;

/// <summary>A person of one run: with a phone, a linked account, and a repository that nobody else writes to. What the world saw of them is of this run alone.</summary>
public sealed class Citizen : IDisposable
{
    private readonly Stage _stage;
    private readonly Api _doors;
    private int _keys;

    private Citizen(Stage stage, string name, string token, Deadline deadline)
    {
        _stage = stage;
        Name = name;
        _doors = new Api(new Uri(stage.App.Url + "/"), token);
        Door = new PatientDoor(_doors, deadline);
    }

    public string Name { get; }

    public PatientDoor Door { get; }

    public string Repository { get; private set; } = "";

    public long RepositoryId { get; private set; }

    public static async Task<Citizen> ArriveAsync(Stage stage, string name, Deadline deadline, CancellationToken ct)
    {
        var person = await TellAsync(stage, "people", w =>
        {
            w.WriteString("name", name);
            w.WriteBoolean("link_github", true);
            w.WriteBoolean("install_github", true);
            w.WriteString("enrolment", "confirmed");
        }, ct);
        var token = (await TellAsync(stage, "tokens", w => w.WriteString("person", name), ct)).GetProperty("access_token").GetString()!;
        var citizen = new Citizen(stage, name, token, deadline);
        var repository = await TellAsync(stage, "github/repositories", w =>
        {
            w.WriteString("owner", "acme");
            w.WriteString("name", $"shop-{name}");
            w.WriteString("person", name);
        }, ct);
        citizen.Repository = repository.GetProperty("full_name").GetString()!;
        citizen.RepositoryId = repository.GetProperty("id").GetInt64();
        MainRoad.Ensure(await citizen._doors.PostAsync("api/accounts/refresh", null, ct));
        var account = Person.Json(w => w.WriteString("account", $"{person.GetProperty("github_id").GetInt64()}"));
        MainRoad.Ensure(await citizen._doors.PostAsync("api/accounts/github/confirm", account, ct));
        return citizen;
    }

    public string NewKey() => $"{Name}-{Interlocked.Increment(ref _keys)}";

    public async Task<IReadOnlyList<JsonElement>> PushesAsync(CancellationToken ct) =>
        [.. MainRoad.Ensure(await _stage.Control.GetAsync($"control/pushes?person={Name}", ct)).Json.EnumerateArray()];

    /// <summary>Approves on the phone. One that was answered or has expired by now stays as it is.</summary>
    public Task ApproveAsync(string push, CancellationToken ct) => _stage.Control.PostAsync($"control/pushes/{push}/approve", "{}", ct);

    /// <summary>What the world saw of this person, as words.</summary>
    public async Task<IReadOnlyList<string>> EffectsAsync(CancellationToken ct) =>
        [.. MainRoad.Ensure(await _stage.Control.GetAsync($"control/effects?person={Name}", ct)).Json.EnumerateArray().Select(e => e.GetProperty("kind").GetString()!)];

    public async Task FaultAsync(LineFault fault, CancellationToken ct) =>
        MainRoad.Ensure(await _stage.Control.PostAsync("control/faults", fault.ToJson(Name, Repository, RepositoryId), ct));

    public void Dispose() => _doors.Dispose();

    private static async Task<JsonElement> TellAsync(Stage stage, string path, Action<Utf8JsonWriter> body, CancellationToken ct) =>
        MainRoad.Ensure(await stage.Control.PostAsync($"control/{path}", Person.Json(body), ct)).Json;
}
