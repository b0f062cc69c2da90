using System.Globalization;
using System.Text.Json;
using Countersign.Actions;
using Countersign.Approvals;
using Countersign.Audit;
using Countersign.Storage;
using Countersign.Tests.Workflows.Runs;
using Countersign.Vault;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Countersign.Tests.Workflows.Faults;

/// <summary>What only serves the moment goes after its time; actions, the trail and messages stay.</summary>
public sealed class RetentionTests(ITestOutputHelper output)
{
    /// <summary>Set to 10000 by hand: <c>scripts/soak --retention 10000</c>.</summary>
    private static readonly int Runs = int.Parse(Environment.GetEnvironmentVariable("COUNTERSIGN_RETENTION_RUNS") ?? "40", CultureInfo.InvariantCulture);

    [Fact]
    public async Task After_the_purge_what_is_left_of_runs_are_their_actions_trail_and_messages()
    {
        await using var world = await RunWorld.StartAsync(("Limits:Burst", "10000"), ("Limits:RequestsPerSecond", "1000"));
        var people = new List<(Member Person, string Shop)>();
        for (var n = 0; n < Math.Max(4, Runs / 1000); n++) // the provider lets nobody send more than 5,000 requests an hour
        {
            var person = await world.MemberAsync();
            people.Add((person, await world.ShopAsync(person)));
            await person.AlwaysAsync("approve");
        }

        var empty = Used(world);
        await Parallel.ForEachAsync(Enumerable.Range(0, Runs), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) =>
        {
            var (person, shop) = people[n / 10 % people.Count]; // each does some of every kind
            if (n % 10 == 9) await person.ActionAsync(Member.Text((await person.CommentAsync(shop, $"Number {n}")).Json, "id"), "done", "denied");
            else if (n % 10 == 4) Assert.True((int)(await person.ListIssuesAsync(shop)).Status == 200);
            else await person.EndOfAsync($"show issue 1 of {shop}");
        });
        // A run is over a moment before its grant is deleted, on the record.
        await Eventually.ComesAsync(async () => (await RowsAsync(world, people))["grant"] == 0 ? (bool?)true : null, () => "all grants are deleted");
        var full = Used(world);
        var kept = await RowsAsync(world, people);

        world.Time.Forward(TimeSpan.FromDays(32));
        await PurgeAsync(world);

        foreach (var (person, _) in people) person.Token = await world.TokenAsync(person.Name);
        var left = await RowsAsync(world, people);
        Assert.Equal(0, left["event"] + left["idem"]);
        Assert.Equal(0, left["grant"]);
        Assert.True(kept["event"] > 0 && kept["idem"] > 0, "There was nothing to purge.");
        foreach (var stays in (string[])["action", "audit", "content", "message", "thread", "run", "approval"]) Assert.Equal((stays, kept[stays]), (stays, left[stays]));
        foreach (var list in (string[])["events", "keys", "grants", "instances", "approvals"]) Assert.True(await world.Get<DueLists>().IsEmptyAsync(list, default), $"The due list {list} is not empty.");
        Assert.DoesNotContain(await InstancesAsync(world), id => id != Poller.Instance); // which the watch has started just now
        foreach (var (person, _) in people) Assert.Equal("verified", Member.Text(await person.GetAsync("api/audit/verify"), "state"));

        var after = Used(world);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"retention: {Runs} runs; app.db {full - empty} bytes in use before the purge, {after - empty} after: {(after - empty) / Runs} bytes a run are kept ({(full - empty) / Runs} before)"));
        Assert.True(after < full, $"{full} bytes before the purge, {after} after.");
    }

    /// <summary>A sweep that took a page each time would fall behind for good where more runs end than that.</summary>
    [Fact]
    public async Task However_many_grants_fell_due_one_sweep_sees_to_all_of_them()
    {
        await using var world = await RunWorld.StartAsync();
        var ada = await world.MemberAsync();
        for (var page = 0; page < 13; page++)
        {
            var changes = Enumerable.Range(page * 90, 90).Select(n => new Change.Upsert(
                DueLists.KeyOf(world.Time.GetUtcNow().AddMinutes(-1), $"n{n}"), System.Text.Encoding.UTF8.GetBytes($$"""{"principal":"{{ada.Id.Value}}","key":"grant~{{n}}"}""")));
            await world.Tables.WriteAsync("due", Grants.DueList, [.. changes], default);
        }

        await ActivatorUtilities.CreateInstance<SweepGrants>(world.Get<IServiceProvider>()).RunAsync(new TimerInfo(), default);

        var left = await world.Tables.QueryAsync("due", Grants.DueList, new KeyRange("0", "~"), 1000, null, default);
        Assert.DoesNotContain(left.Rows, row => row.Key.Contains("~n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_younger_than_its_time_stays_and_a_stream_goes_on_behind_what_was_purged()
    {
        await using var world = await RunWorld.StartAsync();
        var ada = await world.MemberAsync();
        await ada.EndOfAsync("say \"old\"");
        world.Time.Forward(TimeSpan.FromDays(20));
        ada.Token = await world.TokenAsync(ada.Name);
        var run = await ada.AskAsync("say \"young\"", key: "mine");
        await ada.OverAsync(Member.Text(run, "id"));
        world.Time.Forward(TimeSpan.FromDays(6));
        ada.Token = await world.TokenAsync(ada.Name);

        await PurgeAsync(world);
        Assert.Equal(Member.Text(run, "id"), Member.Text(await ada.AskAsync("say \"young\"", key: "mine"), "id"));
        var before = await NumbersAsync(world, ada);
        world.Time.Forward(TimeSpan.FromDays(7));
        await PurgeAsync(world);

        var left = await NumbersAsync(world, ada);
        Assert.True(left.Count > 0 && left.Count < before.Count, "The old ones go, the young ones stay.");
        Assert.Equal(before.TakeLast(left.Count), left);
        ada.Token = await world.TokenAsync(ada.Name);
        using var request = ada.Request(HttpMethod.Get, "api/events");
        request.Headers.Add("Last-Event-ID", "1");
        using var response = await world.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        string? line;
        do line = await reader.ReadLineAsync().WithinDeadlineAsync(); while (line?.StartsWith("id: ", StringComparison.Ordinal) == false);
        Assert.Equal($"id: {left[0]}", line);
    }

    [Fact]
    public async Task The_seal_of_a_grant_is_overwritten_in_the_file_when_its_use_has_ended()
    {
        await using var world = await RunWorld.StartAsync();
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var id = await ada.ProposeMergeAsync(shop);
        var grants = await world.Get<ITables>().QueryAsync("people", ada.Id.Value, KeyRange.Prefix("grant~"), 10, null, default);
        var seal = JsonDocument.Parse(Assert.Single(grants.Rows).Value).RootElement.GetProperty("sealed").GetString()!;
        CutLog(world);
        Assert.True(Holds(world, seal), "The seal is in the file while it is needed.");

        await ada.AnswerAsync(approve: true);
        await ada.ActionAsync(id, "done");

        await Eventually.ComesAsync(
            async () => (await world.Get<ITables>().QueryAsync("people", ada.Id.Value, KeyRange.Prefix("grant~"), 10, null, default)).Rows.Count == 0 ? (bool?)true : null,
            () => "the grant is gone");
        CutLog(world);
        Assert.False(Holds(world, seal), "The seal is still in the file.");
    }

    private static async Task PurgeAsync(RunWorld world)
    {
        var services = world.Get<IServiceProvider>();
        var timer = new TimerInfo();
        await ActivatorUtilities.CreateInstance<PollerWatch>(services).RunAsync(timer, world.Client, default);
        await Eventually.ComesAsync(
            async () => await world.Get<DueLists>().IsEmptyAsync("approvals", default)
                && await world.Client.GetInstanceAsync(Poller.Instance) is not { IsCompleted: false } ? (bool?)true : null,
            () => "the Poller has nothing left to do");
        await ActivatorUtilities.CreateInstance<SweepGrants>(services).RunAsync(timer, default);
        await ActivatorUtilities.CreateInstance<InstancesSweep>(services).RunAsync(timer, world.Client, default);
        await ActivatorUtilities.CreateInstance<SweepRetention>(services).RunAsync(timer, default);
        await ActivatorUtilities.CreateInstance<PurgeInstances>(services).RunAsync(timer, world.Client, default);
    }

    private static async Task<IReadOnlyList<string>> InstancesAsync(RunWorld world)
    {
        var ids = new List<string>();
        await foreach (var instance in world.Client.GetAllInstancesAsync(new OrchestrationQuery())) ids.Add(instance.InstanceId);
        return ids;
    }

    /// <summary>How many rows of each kind the people have.</summary>
    private static async Task<Dictionary<string, int>> RowsAsync(RunWorld world, IEnumerable<(Member Person, string Shop)> people)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var kind in (string[])["event", "idem", "grant", "action", "audit", "content", "message", "thread", "run", "approval"])
        {
            counts[kind] = 0;
            foreach (var (person, _) in people) counts[kind] += (await KeysAsync(world, person, kind + "~")).Count;
        }

        return counts;
    }

    private static async Task<IReadOnlyList<long>> NumbersAsync(RunWorld world, Member person) =>
        [.. (await KeysAsync(world, person, "event~")).Select(key => long.Parse(key.AsSpan(6), CultureInfo.InvariantCulture))];

    private static async Task<IReadOnlyList<string>> KeysAsync(RunWorld world, Member person, string prefix)
    {
        var keys = new List<string>();
        string? continuation = null;
        do
        {
            var page = await world.Get<ITables>().QueryAsync("people", person.Id.Value, KeyRange.Prefix(prefix), 1000, continuation, default);
            keys.AddRange(page.Rows.Select(row => row.Key));
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return keys;
    }

    /// <summary>Bytes of the file's pages that are in use.</summary>
    private static long Used(RunWorld world)
    {
        using var connection = Open(world);
        return (Number(connection, "PRAGMA page_count") - Number(connection, "PRAGMA freelist_count")) * Number(connection, "PRAGMA page_size");
    }

    /// <summary>What the log holds goes into the file, and the log is emptied.</summary>
    private static void CutLog(RunWorld world)
    {
        using var connection = Open(world);
        Assert.Equal(0, Number(connection, "PRAGMA wal_checkpoint(TRUNCATE)"));
    }

    private static bool Holds(RunWorld world, string text)
    {
        using var stream = new FileStream(world.AppFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;
    }

    private static SqliteConnection Open(RunWorld world)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = world.AppFile, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        Number(connection, "PRAGMA busy_timeout=20000");
        return connection;
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this file
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
