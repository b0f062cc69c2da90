using System.Globalization;
using System.Text.Json;
using Countersign.Runs;
using Microsoft.Extensions.DependencyInjection;
using static Countersign.Tests.Workflows.Runs.Member;

namespace Countersign.Tests.Workflows.Runs;

/// <summary>A person's stream over its own ends and over attempts that were superseded.</summary>
public sealed class StreamTests(StreamTests.ShortLived world) : IClassFixture<StreamTests.ShortLived>
{
    [Fact]
    public async Task A_stream_ends_itself_and_is_gone_on_with_from_its_last_number_with_nothing_lost_or_doubled()
    {
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        await ada.AlwaysAsync("approve");
        await world.FaultAsync("model_slow", "count to 211", 1, ("ms", "10"));
        var run = Text(await ada.AskAsync($"count to 211"), "id");
        var merged = Text(await ada.AskAsync($"merge pull request 7 of {shop}"), "id");

        var (seen, streams) = (new List<Told>(), 0);
        while (!IsEnd(seen, run) || !IsEnd(seen, merged) || streams < 3)
        {
            seen.AddRange(await FollowAsync(ada, seen.Count == 0 ? 0 : seen[^1].Number));
            streams++;
            Assert.True(streams < 60, "The runs did not end.");
        }

        Assert.Equal(Enumerable.Range(1, seen.Count).Select(n => (long)n), seen.Select(told => told.Number));
        using var whole = await ada.SendAsync(HttpMethod.Get, "api/events?after=0&follow=false");
        Assert.Equal(Parse(await whole.Content.ReadAsStringAsync()).Select(told => told.Text), seen.Select(told => told.Text));
        Assert.Contains(seen, told => told.Type == "text.delta");
    }

    [Fact]
    public async Task What_an_attempt_tells_after_another_took_its_turn_is_refused_and_shown_to_nobody()
    {
        var ada = await world.MemberAsync();
        await world.FaultAsync("model_slow", "count to 223", 2, ("ms", "10"));
        var run = Text(await ada.AskAsync("count to 223"), "id");
        await Eventually.ComesAsync(async () => (await DeltasAsync(ada, run)).Count > 0 ? (bool?)true : null, () => "the first attempt tells something");

        // As after a kill, or a delivery too many: the same turn once more, while the first attempt still streams.
        var step = new RunStep(ada.Id.Value, run, 1);
        await ActivatorUtilities.CreateInstance<ThinkActivity>(world.Get<IServiceProvider>()).Think(step, default).WithinDeadlineAsync();

        var over = await ada.OverAsync(run);
        Assert.Equal("done", Text(over, "state"));
        await world.Client.WaitForInstanceCompletionAsync($"run-{run}").WithinDeadlineAsync();
        await IsWholeAsync(ada, over, attempts: 2);
    }

    [Fact]
    public async Task After_a_kill_in_the_middle_of_an_answer_the_new_attempt_begins_it_anew_and_the_old_one_is_over()
    {
        await using var own = await RunWorld.StartAsync();
        var ada = await own.MemberAsync();
        await own.FaultAsync("model_slow", "count to 227", 2, ("ms", "10"));
        var run = Text(await ada.AskAsync("count to 227"), "id");
        await Eventually.ComesAsync(async () => (await DeltasAsync(ada, run)).Count > 0 ? (bool?)true : null, () => "the first attempt tells something");

        await own.KillAsync();
        await own.OpenAsync();

        await IsWholeAsync(ada, await ada.OverAsync(run), attempts: 2);
    }

    /// <summary>Each attempt's text is in order and without gap, no attempt tells anything after the next has begun, and the message is whole.</summary>
    private static async Task IsWholeAsync(Member member, JsonElement over, int attempts)
    {
        var deltas = await DeltasAsync(member, Text(over, "id"));
        var order = deltas.Select(delta => delta.Attempt).ToList();
        Assert.Equal(order.Order(), order);
        Assert.Equal(attempts, order.Distinct().Count());
        var message = Text((await member.MessagesAsync(over))[^1], "text");
        foreach (var attempt in deltas.GroupBy(delta => delta.Attempt))
        {
            var text = "";
            foreach (var delta in attempt)
            {
                Assert.Equal(text.Length, delta.Offset);
                text += delta.Text;
            }

            Assert.StartsWith(text, message, StringComparison.Ordinal);
        }
    }

    private static async Task<IReadOnlyList<(int Attempt, int Offset, string Text)>> DeltasAsync(Member member, string run)
    {
        using var response = await member.SendAsync(HttpMethod.Get, $"api/events?run={run}&after=0&follow=false");
        return
        [
            .. Parse(await response.Content.ReadAsStringAsync()).Where(told => told.Type == "text.delta").Select(told => JsonSerializer.Deserialize<JsonElement>(told.Data))
                .Select(data => (data.GetProperty("attempt").GetInt32(), data.GetProperty("offset").GetInt32(), data.GetProperty("text").GetString()!)),
        ];
    }

    /// <summary>One stream to the end that the app makes.</summary>
    private async Task<IReadOnlyList<Told>> FollowAsync(Member member, long after)
    {
        using var request = member.Request(HttpMethod.Get, "api/events");
        request.Headers.Add("Last-Event-ID", after.ToString(CultureInfo.InvariantCulture));
        using var response = await world.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var text = await response.Content.ReadAsStringAsync().WithinDeadlineAsync();
        Assert.StartsWith("retry: ", text, StringComparison.Ordinal);
        Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
        return Parse(text);
    }

    private static List<Told> Parse(string text) =>
    [
        .. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(block => block.StartsWith("id: ", StringComparison.Ordinal)).Select(block => block.Split('\n'))
            .Select(lines => new Told(long.Parse(lines[0][4..], CultureInfo.InvariantCulture), lines[1][7..], lines[2][6..])),
    ];

    private static bool IsEnd(List<Told> seen, string run) =>
        seen.Any(told => told.Type == "run.state" && told.Data.Contains(run, StringComparison.Ordinal) && told.Data.Contains("\"done\"", StringComparison.Ordinal));

    private sealed record Told(long Number, string Type, string Data)
    {
        public string Text => $"{Number} {Type} {Data}";
    }

    /// <summary>An app whose streams live for a second.</summary>
    public sealed class ShortLived : RunWorld
    {
        public ShortLived()
            : base(("Runs:StreamLife", "00:00:01"))
        {
        }
    }
}
