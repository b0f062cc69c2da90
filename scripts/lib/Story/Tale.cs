using System.Text.Json;

namespace Countersign.Scripts.Story;

/// <summary>The main road, told line by line while it happens. Counts are read from the sandbox's world and the app's files afterwards.</summary>
public sealed class Tale(Stage stage)
{
    private const string Repository = "acme/shop";

    public async Task<TaleResult> TellAsync(CancellationToken ct)
    {
        using var ada = stage.Person("ada");
        using var grace = stage.Person("grace");
        var road = new MainRoad(stage, ada);

        Say($"Ada signs in at {ada.Issuer} (authorization code with PKCE) and links GitHub (Connected Accounts).");
        Say($"The app asks GitHub whose account it is: {await road.ArriveAsync(ct)}. Ada confirms.");

        Chapter($"list the open issues of {Repository}");
        var before = await ExchangesAsync(ct);
        Quote(await road.EndAsync(await road.AskAsync($"list the open issues of {Repository}", ct), ct));
        var read = await ExchangesAsync(ct) - before;

        Chapter($"merge pull request 7 of {Repository}");
        var run = await road.AskAsync($"merge pull request 7 of {Repository}", ct);
        var push = await road.PushAsync(ct);
        Say("The run is parked. Ada's phone shows:");
        Phone(push.Json);
        await road.AnswerAsync(push, "approve", ct);
        Say("Ada approves on the phone.");
        Quote(await road.EndAsync(run, ct));

        Chapter($"merge pull request 10 of {Repository} — and Ada denies");
        run = await road.AskAsync($"merge pull request 10 of {Repository}", ct);
        await road.AnswerAsync(await road.PushAsync(ct), "deny", ct);
        Quote(await road.EndAsync(run, ct));

        Chapter($"merge pull request 11 of {Repository} — and nobody answers");
        MainRoad.Ensure(await stage.Control.PostAsync("control/faults", """{"kind":"ciba_expiry","seconds":4}""", ct));
        Quote(await road.EndAsync(await road.AskAsync($"merge pull request 11 of {Repository}", ct), ct));

        Chapter($"merge pull request 12 of {Repository} — and somebody pushes to it after the approval");
        run = await road.AskAsync($"merge pull request 12 of {Repository}", ct);
        push = await road.PushAsync(ct);
        await stage.App.StopAsync();
        await road.AnswerAsync(push, "approve", ct);
        MainRoad.Ensure(await stage.Control.PostAsync("control/github/push", $$"""{"repository":"{{Repository}}","pull":12}""", ct));
        Say("While the app is away, Ada approves and a colleague pushes another commit.");
        await stage.App.StartAsync(ct);
        Quote(await road.EndAsync(run, ct));

        var audited = await GraceAsync(new MainRoad(stage, grace), grace, ct);
        Say(audited);

        Chapter($"merge pull request 14 of {Repository} — and the process is killed between approval and effect");
        run = await road.AskAsync($"merge pull request 14 of {Repository}", ct);
        push = await road.PushAsync(ct);
        await road.AnswerAsync(push, "approve", ct);
        stage.App.Kill();
        Say("Ada approves; the app dies at once, as in a power cut, and is started again.");
        await stage.App.StartAsync(ct);
        Quote(await road.EndAsync(run, ct));

        var audit = MainRoad.Ensure(await ada.App.GetAsync("api/audit/verify", ct)).Text("state");
        Say($"Ada's audit trail: {audit}.");
        await stage.App.StopAsync();
        var secrets = SecretSearch.Run(stage.Data, stage.Lines, [.. Secrets(ada, grace)]);
        foreach (var line in secrets) Say($"A secret lies in clear: {line}");
        if (secrets.Count == 0) Say("No token or key was found in any file or line of the app.");
        return new TaleResult(
            read, await MergesAsync(7, ct), await MergesAsync(10, ct), await MergesAsync(11, ct), await MergesAsync(12, ct), await MergesAsync(13, ct) + await MergesAsync(17, ct),
            await MergesAsync(14, ct), audit, secrets.Count);
    }

    private async Task<string> GraceAsync(MainRoad road, Person grace, CancellationToken ct)
    {
        Chapter($"Grace: merge pull request 13 of {Repository} — and the arguments are altered in the store after the approval");
        await road.ArriveAsync(ct);
        var run = await road.AskAsync($"merge pull request 13 of {Repository}", ct);
        var push = await road.PushAsync(ct);
        var action = (await road.ActionAsync(run, ct)).Json.GetProperty("id").GetString()!;
        await stage.App.StopAsync();
        await road.AnswerAsync(push, "approve", ct);
        if (Store.Alter(stage.Data, $"action~{action}", "\"number\":13", "\"number\":17") != 1) throw new ScriptException("The store's row of the action was not altered.");
        Say("Grace approves 13; somebody with access to the database makes it 17.");
        await stage.App.StartAsync(ct);
        Quote(await road.EndAsync(run, ct));
        var report = MainRoad.Ensure(await grace.App.GetAsync("api/audit/verify", ct));
        var altered = report.Json.GetProperty("altered").EnumerateArray().Select(a => a.GetProperty("text").GetString()).ToList();
        return altered.Count > 0
            ? $"Grace's audit trail: {report.Text("state")}. {string.Join(" ", altered)}"
            : throw new ScriptException("Grace's verification did not name what was altered.");
    }

    private Task<int> MergesAsync(int number, CancellationToken ct) => stage.EffectsAsync("merge", $"{number}", ct);

    private async Task<int> ExchangesAsync(CancellationToken ct) =>
        (await stage.Control.GetAsync("control/exchanges?person=ada", ct)).Json.EnumerateArray().Count(e => e.GetProperty("outcome").GetString() == "ok");

    private IEnumerable<string> Secrets(params Person[] people)
    {
        foreach (var person in people)
        {
            if (person.App.Token is { } token) yield return token;
            if (person.RefreshToken is { Length: > 0 } refresh) yield return refresh;
        }

        foreach (var (name, value) in stage.Sandbox.Settings)
        {
            if (name.EndsWith(":ClientSecret", StringComparison.Ordinal) || name.EndsWith(":Key", StringComparison.Ordinal)) yield return value;
        }
    }

    private static void Chapter(string text)
    {
        Console.WriteLine();
        Console.WriteLine($"» {text}");
    }

    private static void Say(string text) => Console.WriteLine($"  {text}");

    private static void Quote(string text) => Console.WriteLine($"  « {text.ReplaceLineEndings("\n    ")} »");

    private static void Phone(JsonElement push)
    {
        Console.WriteLine($"    ┌ {push.GetProperty("binding_message").GetString()}");
        foreach (var details in push.GetProperty("authorization_details").EnumerateArray())
        {
            Console.WriteLine($"    │ {details.GetProperty("instruction").GetString()}");
            var shown = details.GetProperty("properties").EnumerateObject()
                .Where(p => p.Value.TryGetProperty("display", out var display) && display.ValueKind == JsonValueKind.True)
                .OrderBy(p => p.Value.TryGetProperty("display_order", out var order) ? order.GetInt32() : 0);
            foreach (var property in shown) Console.WriteLine($"    │ {property.Value.GetProperty("name").GetString()}: {property.Value.GetProperty("value").GetString()}");
        }

        Console.WriteLine("    └ Approve · Deny");
    }
}
