using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Laws;

/// <summary>
/// Law 2 against somebody who writes to the store: at every stage between proposal and effect, one byte of any value of any row is changed. The values come
/// from the rows as they are, so a new member is tried without being named here; what may change without harm is named, with the reason.
/// </summary>
public sealed class Law2TamperedStoreTests(PatientWorld own) : IClassFixture<PatientWorld>
{
    private static readonly int[] Pulls = [7, 10, 11];

    /// <summary>Words for people, and when to look next: neither what is done nor whether.</summary>
    private static readonly HashSet<string> Harmless =
    [
        "action rule", "action policyVersion", "action because", // asked of policy anew before the effect
        "action decision", // as well: what was allowed is only ever asked for on the way to the gate
        "action parked.on", "action tries",
        "approval state.asks", "approval state.askedAt", "approval state.deadline", "approval state.intervalSeconds", "approval state.failures",
        "account found.login", "account pinned.login", "account morePlaces", "account checkedAt",
        "account connection", "grant principal", "grant run", // its place says whose it is; the seal is opened for that
    ];

    [Fact]
    public async Task While_it_is_on_the_phone()
    {
        // When it is looked at next is not tried: put off by years it is looked at in years, and until then nothing is done.
        var tried = (await RowsAsync("action", "approval")).Where(one => one.Path != "state.nextPoll").ToList();
        Assert.Contains(("action", "resolved.head_sha"), tried);
        var cases = await ManyAsync(tried.Count, Tampering.PendingAsync);
        for (var i = 0; i < cases.Count; i++) cases[i].Alter(tried[i].Row, tried[i].Path);

        await ApproveAsync(cases);

        await RefusedAsync(cases);
    }

    /// <summary>Each of these rows is one of the person's, not of one action.</summary>
    [Fact]
    public async Task While_it_is_on_the_phone_person_account_and_grant()
    {
        var tried = await RowsAsync("person", "account", "grant");
        var cases = await ManyAsync(tried.Count, Tampering.PendingAsync, ofAPerson: 1);
        for (var i = 0; i < cases.Count; i++) cases[i].Alter(tried[i].Row, tried[i].Path);

        await ApproveAsync(cases);

        await RefusedAsync(cases);
    }

    [Fact]
    public async Task Before_it_is_resolved()
    {
        string[] paths = ["principal", "run", "tenant", "agent", "agentVersion", "door", "present", "tool", "toolContract", "connection", "arguments.repository", "arguments.number", "arguments.method", "risk", "proposedAt", "seal"];
        var cases = await ManyAsync(paths.Length, Tampering.ProposedAsync, ofAPerson: 1, (one, i) => one.Alter("action", paths[i]));

        await RefusedAsync(cases);
        Assert.All(cases, one => Assert.Empty(one.Person.Phone.PushesAsync().Result));
    }

    /// <summary>What policy takes for the risk of it would be allowed without asking anybody.</summary>
    [Fact]
    public async Task Before_it_is_resolved_the_risk_to_another_word()
    {
        using var ada = await Someone.NewAsync(own.World);
        var one = await Tampering.ProposedAsync(ada, 7);
        var row = JsonNode.Parse(own.World.Store.Read(one.KeyOf("action"), one.Partition)!)!;
        row["risk"] = "read";
        own.World.Store.Write(one.KeyOf("action"), one.Partition, row.ToJsonString());

        await RefusedAsync([one]);
        Assert.Empty(await ada.Phone.PushesAsync());
    }

    /// <summary>The phone must not show what the action is not: nobody is asked.</summary>
    [Fact]
    public async Task Before_it_is_asked()
    {
        string[] paths = ["principal", "action", "run", "agent", "tool", "connection", "digest", "summary.verb", "summary.identifiers[0].value", "summary.identifiers[1].value", "summary.url", "because", "openedAt", "seal"];
        var cases = await ManyAsync(paths.Length, Tampering.WaitingAsync);
        foreach (var (one, path) in cases.Zip(paths)) one.Alter("approval", path);

        foreach (var one in cases)
        {
            var run = (await one.Person.ReadAsync($"api/actions/{one.Action}")).GetProperty("run").GetString();
            Assert.True((await one.Person.Doors.PostAsync($"api/runs/{run}/grant", null, default)).Ok);
        }

        await RefusedAsync(cases);
        Assert.All(cases, one => Assert.Empty(one.Person.Phone.PushesAsync().Result));
    }

    /// <summary>Approved, and waiting for the account to be linked again: whoever writes now knows what will be done.</summary>
    [Fact]
    public async Task After_it_was_approved()
    {
        (string Row, string Path)[] tried =
        [
            ("action", "principal"), ("action", "arguments.number"), ("action", "arguments.method"), ("action", "arguments.repository"), ("action", "resolved.head_sha"),
            ("action", "resolved.repository_id"), ("action", "tool"), ("action", "connection"), ("action", "account"), ("action", "digest"), ("action", "approval"), ("action", "present"),
            ("action", "summary.identifiers[0].value"),
            ("approval", "digest"), ("approval", "action"), ("approval", "run"), ("approval", "tool"), ("approval", "connection"), ("approval", "principal"),
            ("approval", "summary.identifiers[0].value"), ("approval", "state.useBy"), ("approval", "state.at"), ("approval", "state.code"), ("approval", "state.proof"), ("approval", "seal"),
        ];
        var cases = await ManyAsync(tried.Length, Tampering.PendingAsync);
        await ApproveAsync(cases, async one =>
        {
            await own.World.Control.FaultAsync("exchange_error", 1, new JsonObject
            {
                ["status"] = 401, ["error"] = "federated_connection_refresh_token_flow_failed", ["match"] = new JsonObject { ["person"] = one.Person.Name },
            });
        });
        await Task.WhenAll(cases.Select(one => Eventually.ComesAsync(
            async () => (await one.Person.ReadAsync($"api/actions/{one.Action}")).TryGetProperty("remedy", out _) ? (bool?)true : null, () => $"{one.Action} waits for its account")));
        for (var i = 0; i < tried.Length; i++) cases[i].Alter(tried[i].Row, tried[i].Path);

        foreach (var person in cases.Select(one => one.Person).Distinct()) Assert.True((await person.Doors.PostAsync("api/accounts/github/check", null, default)).Ok);

        await RefusedAsync(cases);
    }

    /// <summary>An approval that nobody gave: made of one that was pending.</summary>
    [Fact]
    public async Task An_approval_that_was_written_into_the_store_is_none()
    {
        using var ada = await Someone.NewAsync(own.World);
        var one = await Tampering.PendingAsync(ada, 7);
        var row = JsonNode.Parse(own.World.Store.Read(one.KeyOf("approval"), one.Partition)!)!;
        row["state"] = new JsonObject
        {
            ["is"] = "approved", ["code"] = row["state"]!["code"]!.DeepClone(), ["at"] = row["openedAt"]!.DeepClone(), ["useBy"] = row["state"]!["deadline"]!.DeepClone(), ["spentAt"] = null,
            ["proof"] = row["seal"]!.DeepClone(),
        };
        own.World.Kill();
        own.World.Store.Write(one.KeyOf("approval"), one.Partition, row.ToJsonString());
        await own.World.RestartAsync();
        await ada.Phone.DenyAsync(one.Push);

        await RefusedAsync([one]);
    }

    /// <summary>While the call is under way nothing can take it back: it is what was approved, and what was written meanwhile is named.</summary>
    [Fact]
    public async Task While_it_executes()
    {
        using var ada = await Someone.NewAsync(own.World);
        var one = await Tampering.PendingAsync(ada, 7);
        await own.World.Control.FaultAsync("github_delay", 1, new JsonObject { ["ms"] = 2_000, ["method"] = "PUT", ["match"] = new JsonObject { ["repository"] = ada.Repository } });
        await ada.Phone.ApproveAsync(one.Push);
        await ada.ActionAsync(one.Action, "executing");
        one.Alter("action", "arguments.number");

        Assert.StartsWith("done", await one.EndAsync(), StringComparison.Ordinal);
        Assert.Equal(["merge"], await ada.EffectsAsync());
        Assert.True(await ada.IsMergedAsync(7));
        Assert.Equal("content_altered", (await ada.ReadAsync("api/audit/verify")).GetProperty("state").GetString());
    }

    private async Task<IReadOnlyList<(string Row, string Path)>> RowsAsync(params string[] rows)
    {
        using var ada = await Someone.NewAsync(own.World);
        var one = await Tampering.PendingAsync(ada, 7);
        return [.. rows.SelectMany(row => Leaf.Of(JsonNode.Parse(own.World.Store.Read(one.KeyOf(row), one.Partition)!)).Select(leaf => (row, leaf.Path)))];
    }

    /// <summary>As many merges, three of a person, each of another pull request.</summary>
    private async Task<IReadOnlyList<Tampering>> ManyAsync(int count, Func<Someone, int, Task<Tampering>> make, int ofAPerson = 3, Action<Tampering, int>? then = null)
    {
        var made = new Tampering[count];
        await Parallel.ForAsync(0, (count + ofAPerson - 1) / ofAPerson, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (person, _) =>
        {
            var someone = await Someone.NewAsync(own.World);
            for (var i = person * ofAPerson; i < Math.Min(count, (person + 1) * ofAPerson); i++)
            {
                made[i] = await make(someone, Pulls[i % ofAPerson]);
                then?.Invoke(made[i], i);
            }
        });
        return made;
    }

    /// <summary>A few at a time: a tenant that has to answer all of them at once is another test.</summary>
    private static Task ApproveAsync(IEnumerable<Tampering> cases, Func<Tampering, Task>? first = null) => Parallel.ForEachAsync(
        cases, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (one, _) =>
        {
            if (first is not null) await first(one);
            await one.Person.Phone.ApproveAsync(one.Push);
            if (first is null) await one.EndAsync();
        });

    /// <summary>Nothing was done, the caller was told, and it is on record or named by verifying; or the byte meant nothing and the approved merge was done.</summary>
    private async Task RefusedAsync(IReadOnlyList<Tampering> cases)
    {
        var ends = await Task.WhenAll(cases.Select(one => one.EndAsync()));
        var wrong = new List<string>();
        for (var i = 0; i < cases.Count; i++)
        {
            var (one, end) = (cases[i], ends[i]);
            var merged = await one.Person.IsMergedAsync(one.Number);
            if ((Harmless.Contains(one.What) || one.What.StartsWith("account places", StringComparison.Ordinal)) && merged && end == "done ") continue;
            if (merged || end.StartsWith("done", StringComparison.Ordinal)) wrong.Add($"{one.What}: done all the same ({end})");
            else if (!await IsSaidAsync(one)) wrong.Add($"{one.What}: {end}, and neither the trail nor verifying says so");
        }

        Assert.Empty(wrong);
        var made = (await own.World.Control.GetAsync("counters")).GetProperty("effects");
        Assert.DoesNotContain(made.EnumerateObject(), effect => effect.Name != "merge" && effect.Value.GetInt32() > 0);
    }

    private static async Task<bool> IsSaidAsync(Tampering one)
    {
        if ((await one.Person.ReadAsync("api/audit/verify")).GetProperty("state").GetString() != "verified") return true;
        return (await one.Person.TrailAsync()).Any(entry =>
            entry.GetProperty("kind").GetString() is "gate.refused" or "action.refused" or "approval.refused" or "action.parked" or "action.lapsed" or "action.denied" or "action.cancelled"
            && entry.TryGetProperty("action", out var action) && action.GetString() == one.Action && (entry.TryGetProperty("code", out _) || entry.GetProperty("kind").GetString() != "action.parked"));
    }
}
