using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Laws;

/// <summary>Law 4: nothing happens off the record.</summary>
public sealed class Law4NothingOffTheRecordTests(OwnWorld own) : IClassFixture<OwnWorld>
{
    [Fact]
    public async Task The_intent_is_in_the_trail_before_the_effect_and_the_outcome_before_the_answer()
    {
        using var ada = await Someone.NewAsync(own.World);
        await own.World.Control.FaultAsync("github_delay", 1, new JsonObject { ["ms"] = 2_000, ["method"] = "PUT", ["match"] = new JsonObject { ["repository"] = ada.Repository } });
        var (action, push) = await ada.ProposeMergeAsync(7);
        await ada.Phone.ApproveAsync(push);

        await ada.ActionAsync(action, "executing");
        Assert.Contains(await ada.TrailAsync(), entry => IsOf(entry, action, "action.executing"));
        await ada.ActionAsync(action, "done");

        Assert.Contains(await ada.TrailAsync(), entry => IsOf(entry, action, "action.done"));
        var intent = Assert.Single(await ada.TrailAsync(), entry => IsOf(entry, action, "action.executing"));
        var effect = Assert.Single((await own.World.Control.GetAsync($"effects?person={ada.Name}")).EnumerateArray());
        Assert.True(intent.GetProperty("at").GetDateTimeOffset() <= effect.GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_read_is_on_record_before_its_result_is_handed_on()
    {
        using var ada = await Someone.NewAsync(own.World);

        Assert.True((await ada.UseAsync("github.list_issues", new JsonObject { ["repository"] = ada.Repository })).Ok);

        Assert.Contains(await ada.TrailAsync(), entry => entry.GetProperty("kind").GetString() == "read.done" && entry.GetProperty("tool").GetString() == "github.list_issues");
    }

    [Fact]
    public async Task Where_the_intent_cannot_be_written_nothing_takes_effect_and_later_it_does_once()
    {
        using var ada = await Someone.NewAsync(own.World);
        var (action, push) = await ada.ProposeMergeAsync(7);
        var approval = (await ada.ActionAsync(action, "parked")).GetProperty("approval").GetString()!;
        own.World.Store.RefuseEntries("action.executing");
        try
        {
            await ada.Phone.ApproveAsync(push);
            await ada.ApprovalAsync(approval, "approved");
            await Eventually.ComesAsync(
                () => Task.FromResult(own.World.Log.Any(line => line.Contains("ExecuteAction", StringComparison.Ordinal) && line.Contains("fail", StringComparison.OrdinalIgnoreCase)) ? (bool?)true : null),
                () => "executing failed for want of the trail");
            Assert.Empty(await ada.EffectsAsync());
        }
        finally
        {
            own.World.Store.RefuseNoMore();
        }

        await ada.ActionAsync(action, "done");
        Assert.Equal(["merge"], await ada.EffectsAsync());
    }

    [Fact]
    public async Task While_the_store_takes_no_write_a_proposal_is_refused_with_what_to_do_and_nothing_is_asked()
    {
        using var ada = await Someone.NewAsync(own.World);
        var key = ada.NewKey();
        using (own.World.Store.Hold())
        {
            var refused = await ada.UseAsync("github.merge_pull_request", ada.Merge(7), key);
            ProblemAssert.Is(refused, 503, "storage-unavailable");
            Assert.Empty(await ada.Phone.PushesAsync());
        }

        var taken = await ada.UseAsync("github.merge_pull_request", ada.Merge(7), key);
        Assert.Equal(202, (int)taken.Status);
        await ada.Phone.NextAsync();
        Assert.Single((await ada.ReadAsync("api/actions")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task An_untouched_trail_verifies()
    {
        var (ada, _) = await WithHistoryAsync();

        Assert.Equal("verified", (await ada.ReadAsync("api/audit/verify")).GetProperty("state").GetString());
        ada.Dispose();
    }

    [Fact]
    public async Task An_altered_content_is_named()
    {
        var (ada, action) = await WithHistoryAsync();
        var proposed = Assert.Single(await ada.TrailAsync(), entry => IsOf(entry, action, "action.proposed"));
        var seq = proposed.GetProperty("seq").GetInt64();
        var person = await PersonAsync(ada);
        Assert.Equal(1, own.World.Store.Replace($"content~{seq:D12}", ada.Repository, "acme/else", person));

        // And one that no row stands beside: its commitment alone knows.
        Assert.True((await ada.UseAsync("github.list_issues", new JsonObject { ["repository"] = ada.Repository })).Ok);
        var read = (await ada.TrailAsync())[^1].GetProperty("seq").GetInt64();
        Assert.Equal(1, own.World.Store.Replace($"content~{read:D12}", ada.Repository, "acme/else", person));

        var report = await ada.ReadAsync("api/audit/verify");

        Assert.Equal("content_altered", report.GetProperty("state").GetString());
        Assert.Equal([seq, read], report.GetProperty("altered").EnumerateArray().Select(one => one.GetProperty("seq").GetInt64()));
        var altered = report.GetProperty("altered")[0];
        Assert.Equal((seq, "action.proposed", action), (altered.GetProperty("seq").GetInt64(), altered.GetProperty("kind").GetString(), altered.GetProperty("concerns").GetString()));
        ada.Dispose();
    }

    [Fact]
    public async Task An_action_whose_row_was_altered_is_named()
    {
        var (ada, action) = await WithHistoryAsync();
        Assert.Equal(1, own.World.Store.Replace($"action~{action}", "\"number\":7", "\"number\":10"));

        var report = await ada.ReadAsync("api/audit/verify");

        Assert.NotEqual("verified", report.GetProperty("state").GetString());
        Assert.Contains(report.GetProperty("altered").EnumerateArray(), altered => altered.GetProperty("concerns").GetString() == action);
        ada.Dispose();
    }

    [Fact]
    public async Task An_altered_entry_breaks_the_chain_where_it_stands()
    {
        var (ada, action) = await WithHistoryAsync();
        var seq = Assert.Single(await ada.TrailAsync(), entry => IsOf(entry, action, "action.decided")).GetProperty("seq").GetInt64();
        var person = await PersonAsync(ada);
        own.World.Store.Replace(Entry(seq), "action.decided", "action.decidee", person);

        await BreaksAsync(ada, seq, "altered");
        ada.Dispose();
    }

    [Fact]
    public async Task A_removed_entry_breaks_the_chain_where_it_stood()
    {
        var (ada, _) = await WithHistoryAsync();
        var person = await PersonAsync(ada);
        Assert.Equal(1, own.World.Store.Delete(Entry(3), person));

        await BreaksAsync(ada, 3, "removed");
        ada.Dispose();
    }

    [Fact]
    public async Task Reordered_entries_break_the_chain_where_the_first_of_them_stands()
    {
        var (ada, _) = await WithHistoryAsync();
        var person = await PersonAsync(ada);
        Assert.Equal(2, own.World.Store.Swap(Entry(3), Entry(4), person));

        await BreaksAsync(ada, 3, "reordered");
        ada.Dispose();
    }

    [Fact]
    public async Task A_trail_that_was_cut_off_at_its_end_does_not_verify()
    {
        var (ada, _) = await WithHistoryAsync();
        var person = await PersonAsync(ada);
        var last = (await ada.TrailAsync())[^1].GetProperty("seq").GetInt64();
        Assert.Equal(1, own.World.Store.Delete(Entry(last), person));

        await BreaksAsync(ada, last, "truncated");
        ada.Dispose();
    }

    /// <summary>Whatever was answered before the kill and after it is on record once, in a chain of its own for each person.</summary>
    [Fact]
    public async Task Many_at_once_for_many_people_and_a_kill_among_them_leave_chains_without_a_gap()
    {
        using var ada = await Someone.NewAsync(own.World);
        using var grace = await Someone.NewAsync(own.World);
        using var joan = await Someone.NewAsync(own.World);
        (Someone Who, int Reads)[] people = [(ada, 60), (grace, 20), (joan, 20)];
        var answered = people.ToDictionary(one => one.Who.Name, _ => new Counter());
        var first = Task.WhenAll(people.Select(one => ReadAsync(one.Who, one.Reads, answered[one.Who.Name])));
        await Eventually.TrueAsync(() => answered.Values.Sum(one => one.Value) >= 20, "some were answered");
        own.World.Kill();
        await first;
        await own.World.RestartAsync();
        await Task.WhenAll(people.Select(one => ReadAsync(one.Who, 10, answered[one.Who.Name])));

        foreach (var (who, _) in people)
        {
            var trail = await who.TrailAsync();
            Assert.Equal(Enumerable.Range(1, trail.Count).Select(seq => (long)seq), trail.Select(entry => entry.GetProperty("seq").GetInt64()));
            var reads = trail.Where(entry => entry.GetProperty("kind").GetString() == "read.done").Select(entry => entry.GetProperty("run").GetString()).ToList();
            Assert.Equal(reads.Count, reads.Distinct().Count());
            Assert.True(reads.Count >= answered[who.Name].Value, $"{who.Name}: {answered[who.Name].Value} were answered and {reads.Count} are on record");
            Assert.Equal("verified", (await who.ReadAsync("api/audit/verify")).GetProperty("state").GetString());
        }
    }

    private static Task ReadAsync(Someone who, int reads, Counter answered) => Parallel.ForAsync(0, reads, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) =>
    {
        try
        {
            if ((await who.UseAsync("github.list_issues", new JsonObject { ["repository"] = who.Repository })).Ok) answered.Add();
        }
        catch (HttpRequestException)
        {
            // The app was killed before it answered: whether that one is on record is open.
        }
    });

    private sealed class Counter
    {
        private int _value;

        public int Value => Volatile.Read(ref _value);

        public void Add() => Interlocked.Increment(ref _value);
    }

    private static async Task BreaksAsync(Someone ada, long seq, params string[] kinds)
    {
        var report = await ada.ReadAsync("api/audit/verify");
        Assert.Equal("broken", report.GetProperty("state").GetString());
        Assert.Equal(seq, report.GetProperty("firstBreak").GetProperty("seq").GetInt64());
        Assert.Contains(report.GetProperty("firstBreak").GetProperty("kind").GetString(), kinds);
    }

    private async Task<(Someone Ada, string Action)> WithHistoryAsync()
    {
        var ada = await Someone.NewAsync(own.World);
        var (action, push) = await ada.ProposeMergeAsync(7);
        await ada.Phone.ApproveAsync(push);
        await ada.ActionAsync(action, "done");
        return (ada, action);
    }

    private static async Task<string> PersonAsync(Someone ada) =>
        (await ada.ReadAsync("api/audit/verify")).GetProperty("principal").GetString()!;

    private static string Entry(long seq) => $"audit~{seq:D12}";

    private static bool IsOf(JsonElement entry, string action, string kind) =>
        entry.GetProperty("kind").GetString() == kind && entry.TryGetProperty("action", out var of) && of.GetString() == action;
}
