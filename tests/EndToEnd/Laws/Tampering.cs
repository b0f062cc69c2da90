using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Laws;

/// <summary>One merge on its way, whose store somebody writes to.</summary>
public sealed class Tampering(Someone person, int number)
{
    public Someone Person { get; } = person;

    public int Number { get; } = number;

    public string Action { get; private set; } = "";

    public string Approval { get; private set; } = "";

    public string Push { get; private set; } = "";

    public string Partition { get; private set; } = "";

    /// <summary>What was altered: the row's kind and the value's path.</summary>
    public string What { get; private set; } = "nothing";

    /// <summary>Proposed, and on the phone.</summary>
    public static async Task<Tampering> PendingAsync(Someone person, int number)
    {
        var (action, push) = await person.ProposeMergeAsync(number);
        var made = new Tampering(person, number) { Action = action, Push = push, Partition = await PartitionAsync(person) };
        made.Approval = (await person.ReadAsync($"api/actions/{action}")).GetProperty("approval").GetString()!;
        return made;
    }

    /// <summary>Proposed while the provider is slower than a proposal waits: written down as it stands, and Act is asking the provider.</summary>
    public static async Task<Tampering> ProposedAsync(Someone person, int number)
    {
        await person.World.Control.FaultAsync("github_delay", 2, new JsonObject { ["ms"] = 8_000, ["match"] = new JsonObject { ["repository"] = person.Repository } });
        _ = person.UseAsync("github.merge_pull_request", person.Merge(number));
        var made = new Tampering(person, number) { Partition = await PartitionAsync(person) };
        var store = person.World.Store;
        made.Action = await Eventually.ComesAsync(
            () => Task.FromResult(store.Keys(made.Partition)
                .FirstOrDefault(key => key.StartsWith("action~", StringComparison.Ordinal) && store.Read(key, made.Partition)!.Contains($"\"number\":{number},", StringComparison.Ordinal))?[7..]),
            () => "the action was proposed");
        return made;
    }

    /// <summary>Decided on and not asked yet: the sign-in is too short for it.</summary>
    public static async Task<Tampering> WaitingAsync(Someone person, int number)
    {
        var lasting = person.Doors.Token;
        person.Doors.Token = await Someone.TokenAsync(person.World, person.Name, new JsonObject { ["expires_in"] = 120 });
        var reply = await person.UseAsync("github.merge_pull_request", person.Merge(number));
        var made = new Tampering(person, number) { Action = reply.Text("id"), Partition = await PartitionAsync(person) };
        var waits = await Eventually.ComesAsync(
            async () => await person.ReadAsync($"api/actions/{made.Action}") is var row && row.TryGetProperty("remedy", out _) ? (JsonElement?)row : null, () => "the action needs a longer sign-in");
        made.Approval = waits.GetProperty("approval").GetString()!;
        person.Doors.Token = lasting;
        return made;
    }

    public string KeyOf(string row) => row switch
    {
        "action" => $"action~{Action}",
        "approval" => $"approval~{Approval}",
        "grant" => Person.World.Store.Keys(Partition).First(key => key.StartsWith("grant~", StringComparison.Ordinal)),
        "account" => "account~github",
        _ => row,
    };

    public void Alter(string row, string path)
    {
        What = $"{row} {path}";
        var store = Person.World.Store;
        Assert.Equal(1, store.Write(KeyOf(row), Partition, Leaf.Altered(store.Read(KeyOf(row), Partition)!, path)));
    }

    /// <summary>
    /// How it ended, once it did: the action's state and code, <c>unreadable</c> where the row no longer reads, <c>parked</c> where somebody has to do something.
    /// </summary>
    public Task<string> EndAsync() => Eventually.ComesAsync(
        async () =>
        {
            var reply = await Person.Doors.GetAsync($"api/actions/{Action}", default);
            if ((int)reply.Status == 500) return "unreadable";
            if (!reply.Ok) return $"{(int)reply.Status}";
            var (state, code) = (reply.Text("state"), reply.Text("code"));
            if (state is "done" or "failed" or "denied" or "moved" or "refused" or "lapsed" or "cancelled" or "unknown") return $"{state} {code}";
            return reply.Text("parkedOn") is "confirm" or "link" or "grant" ? $"parked {reply.Text("parkedOn")}" : null;
        },
        () => $"{Action} ended after {What}; it is {Person.World.Store.Read($"action~{Action}", Partition)} with {Person.World.Store.Read($"approval~{Approval}", Partition)}");

    private static async Task<string> PartitionAsync(Someone person) => (await person.ReadAsync("api/audit/verify")).GetProperty("principal").GetString()!;
}
