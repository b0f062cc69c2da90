using System.Text.Json;

namespace Countersign.Scripts.Story;


/// <summary>Asks the agent as a person does and watches the run and the phone.</summary>
public sealed class MainRoad(Stage stage, Person person)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Signs in, links GitHub, has the app look, and confirms the account that it shows.</summary>
    public async Task<string> ArriveAsync(CancellationToken ct)
    {
        await person.SignInAsync(ct);
        await person.LinkAsync("github", ct);
        var seen = Ensure(await person.App.PostAsync("api/accounts/refresh", null, ct));
        var account = seen.Json.GetProperty("items").EnumerateArray().First(a => a.GetProperty("connection").GetString() == "github").GetProperty("account");
        var id = account.GetProperty("id").GetString()!;
        Ensure(await person.App.PostAsync("api/accounts/github/confirm", Person.Json(w => w.WriteString("account", id)), ct));
        return account.GetProperty("login").GetString()!;
    }

    /// <returns>The run's id.</returns>
    public async Task<string> AskAsync(string message, CancellationToken ct)
    {
        var reply = Ensure(await person.App.PostAsync("api/runs", Person.Json(w => w.WriteString("message", message)), ct, Guid.NewGuid().ToString("n")));
        return reply.Text("id");
    }

    /// <summary>Waits until the push is on the phone and the app knows that it is: one whose asking was cut off is void, and asked again later.</summary>
    public Task<JsonBox> PushAsync(CancellationToken ct) => Stage.UntilAsync(
        $"A push on {person.Name}'s phone", Patience,
        async () =>
        {
            if (await stage.PushAsync(person.Name, "pending", ct) is not { } push) return null;
            var approvals = Ensure(await person.App.GetAsync("api/approvals?limit=20", ct)).Json.GetProperty("items");
            return approvals.EnumerateArray().Any(a => a.GetProperty("state").GetString() == "pending") ? new JsonBox(push) : null;
        },
        ct);

    public async Task AnswerAsync(JsonBox push, string answer, CancellationToken ct) =>
        Ensure(await stage.Control.PostAsync($"control/pushes/{push.Json.GetProperty("id").GetString()}/{answer}", "{}", ct));

    /// <summary>Waits for the run's end and reads the agent's last words.</summary>
    public async Task<string> EndAsync(string run, CancellationToken ct)
    {
        var over = await Stage.UntilAsync(
            "The run's end", Patience,
            async () =>
            {
                var reply = await person.App.GetAsync($"api/runs/{run}", ct);
                return reply.Ok && reply.Text("state") is "done" or "failed" or "cancelled" ? reply : null;
            },
            ct);
        var messages = Ensure(await person.App.GetAsync($"api/threads/{over.Text("thread")}/messages?limit=200", ct)).Json.GetProperty("items");
        return messages.EnumerateArray().Last(m => m.GetProperty("role").GetString() == "assistant").GetProperty("text").GetString()!;
    }

    /// <summary>The run's one action that is a write, as its row has it.</summary>
    public async Task<JsonBox> ActionAsync(string run, CancellationToken ct)
    {
        var actions = Ensure(await person.App.GetAsync("api/actions?limit=200", ct)).Json.GetProperty("items");
        return new JsonBox(actions.EnumerateArray().First(a => a.GetProperty("run").GetString() == run));
    }

    public static Reply Ensure(Reply reply) => reply.Ok
        ? reply
        : throw new ScriptException($"The answer was {(int)reply.Status}: {reply.Text("title")} {reply.Text("detail")}");
}

/// <summary>JSON where a reference is wanted.</summary>
public sealed record JsonBox(JsonElement Json);
