using System.Text.Json.Nodes;
using Countersign.Tests.Workflows.Runs;

namespace Countersign.Tests.Workflows.Faults;

/// <summary>The model fails in the middle, repeats itself, asks for what there is not, or keeps us waiting.</summary>
public sealed class ModelFaultTests(ModelFaultTests.ShortModelWorld world) : IClassFixture<ModelFaultTests.ShortModelWorld>
{
    private const string Long = "say \"one two three four five six seven eight nine ten\"";

    [Theory]
    [InlineData("model_cut", "abort", "true")]
    [InlineData("model_cut", "abort", "false")]
    [InlineData("model_stream_error", "abort", "false")]
    public async Task A_stream_that_breaks_in_the_middle_is_asked_for_again_and_the_answer_is_whole(string kind, string argument, string value)
    {
        var ada = await world.MemberAsync();
        var mark = $"{kind}-{value}-{ada.Name}";
        await world.FaultAsync(kind, mark, 1, (argument, value), ("ms", "300"));
        await world.FaultAsync("model_slow", mark, 1, ("ms", "250"));
        var since = world.Time.GetUtcNow();

        var run = await ada.EndOfAsync($"say \"{mark} one two three four five six seven eight\"");

        Assert.Equal("done", Member.Text(run, "state"));
        var said = (await ada.MessagesAsync(run)).Where(message => Member.Text(message, "role") == "assistant").ToList();
        Assert.Equal($"{mark} one two three four five six seven eight", Member.Text(Assert.Single(said), "text"));
        var asked = world.ArrivedAt("model", since);
        Assert.Equal(2, asked.Count);
        Assert.True(asked[1].At - asked[0].At >= TimeSpan.FromSeconds(1));
        Assert.Equal(["run.started", "run.finished"], (await ada.TrailAsync()).Where(entry => entry.StartsWith("run.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_model_that_repeats_itself_is_ended_by_the_limit_of_an_answer_and_that_is_said()
    {
        var ada = await world.MemberAsync();
        await world.FaultAsync("model_repeat", ada.Name, 1, ("words", "and so on "));
        var since = world.Time.GetUtcNow();

        var run = await ada.EndOfAsync($"say \"{ada.Name}\"");

        Assert.Equal(("failed", "model_too_long"), (Member.Text(run, "state"), Member.Text(run, "code")));
        Assert.Equal(Member.Text(run, "text"), Member.Text((await ada.MessagesAsync(run))[^1], "text"));
        Assert.Single(world.ArrivedAt("model", since));
        Assert.Contains("run.finished model_too_long", await ada.TrailAsync());
    }

    [Fact]
    public async Task A_model_that_calls_unknown_tools_again_and_again_is_told_each_time_and_ended_at_the_limit()
    {
        var ada = await world.MemberAsync();
        await world.FaultAsync("model_unknown_tool", ada.Name, 50, ("name", "github_delete_everything"));

        var run = await ada.EndOfAsync($"say \"{ada.Name}\"");

        world.NoFaults();
        Assert.Equal(("failed", "limit_turns"), (Member.Text(run, "state"), Member.Text(run, "code")));
        var told = (await ada.MessagesAsync(run)).Where(message => Member.Text(message, "role") == "tool").ToList();
        Assert.Equal(4, told.Count);
        Assert.All(told, message => Assert.Equal("No such tool.", Member.Text(message, "text")));
        Assert.Empty(await ada.ActionsAsync(Member.Text(run, "id")));
    }

    [Theory]
    [InlineData("{\"repository\": \"acme/shop\", \"number\": ")]
    [InlineData("{\"repository\": \"acme/shop\", \"number\": \"seven\"}")]
    [InlineData("{\"repository\": \"../..\", \"number\": 7}")]
    [InlineData("{\"repository\": \"acme/shop\", \"number\": 7, \"force\": true}")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Malformed_arguments_are_answered_to_the_model_and_nothing_is_proposed(string arguments)
    {
        var ada = await world.MemberAsync();
        await world.FaultAsync("model_malformed_arguments", ada.Name, 1, ("name", "github_merge_pull_request"), ("arguments", arguments));

        var run = await ada.EndOfAsync($"say \"{ada.Name}\"");

        Assert.Equal("done", Member.Text(run, "state"));
        Assert.Single(await ada.MessagesAsync(run), message => Member.Text(message, "role") == "tool");
        Assert.Empty(await ada.ActionsAsync(Member.Text(run, "id")));
        Assert.Empty(ada.Pushes);
    }

    [Fact]
    public async Task A_model_that_asks_for_a_pause_is_not_asked_sooner()
    {
        var ada = await world.MemberAsync();
        await world.FaultAsync("model_429", ada.Name, 1, ("retry_after", "4"));
        var since = world.Time.GetUtcNow();

        var run = await ada.EndOfAsync($"say \"{ada.Name}\"");

        Assert.Equal("done", Member.Text(run, "state"));
        var asked = world.ArrivedAt("model", since);
        Assert.Equal(2, asked.Count);
        Assert.True(asked[1].At - asked[0].At >= TimeSpan.FromSeconds(4), $"Came back after {asked[1].At - asked[0].At}.");
    }

    [Fact]
    public async Task A_model_that_asks_for_a_long_pause_is_said_to_be_away_and_not_asked_again()
    {
        var ada = await world.MemberAsync();
        await world.FaultAsync("model_429", ada.Name, 1, ("retry_after", "3600"));
        var since = world.Time.GetUtcNow();

        var run = await ada.EndOfAsync($"say \"{ada.Name}\"");

        Assert.Equal(("failed", "model_unavailable"), (Member.Text(run, "state"), Member.Text(run, "code")));
        Assert.Single(world.ArrivedAt("model", since));
        Assert.Contains("run.finished model_unavailable", await ada.TrailAsync());
    }

    [Theory]
    [InlineData("html")]
    [InlineData("empty")]
    [InlineData("other")]
    [InlineData("list")]
    public async Task Nonsense_instead_of_an_answer_is_asked_for_again(string kind)
    {
        var ada = await world.MemberAsync();
        await world.FaultAsync("nonsense", 1, new JsonObject { ["host"] = "model", ["as"] = kind });

        var run = await ada.EndOfAsync($"say \"{ada.Name}\"");

        Assert.Equal("done", Member.Text(run, "state"));
        Assert.Equal(ada.Name, Member.Text((await ada.MessagesAsync(run))[^1], "text"));
    }

    [Fact]
    public async Task A_model_that_is_away_for_good_is_said_after_five_tries_each_later_than_the_one_before()
    {
        var ada = await world.MemberAsync();
        await world.FaultAsync("model_500", ada.Name, 50);
        var since = world.Time.GetUtcNow();

        var run = Member.Text(await ada.AskAsync($"say \"{ada.Name}\""), "id");
        for (var tries = 1; tries <= 5; tries++)
        {
            await Eventually.TrueAsync(() => world.ArrivedAt("model", since).Count >= tries, $"try {tries}");
            await Eventually.TrueAsync(
                () => world.Engine.Inspection.Find($"run-{run}") is { } found && found.Instance.Waits.Contains("timer", StringComparison.Ordinal), "the run pauses");
            await world.WakeRunAsync(run);
        }

        var over = await ada.OverAsync(run);
        world.NoFaults();
        Assert.Equal(("failed", "model_unavailable"), (Member.Text(over, "state"), Member.Text(over, "code")));
        Assert.Equal(5, world.ArrivedAt("model", since).Count);
    }

    [Fact]
    public async Task A_model_that_does_not_answer_in_time_is_asked_again()
    {
        var ada = await world.MemberAsync();
        await world.FaultAsync("model_delay", ada.Name, 1, ("ms", "60000"));

        var run = await ada.EndOfAsync(Long.Replace("one", ada.Name, StringComparison.Ordinal));

        Assert.Equal("done", Member.Text(run, "state"));
    }

    /// <summary>An app whose model has eight seconds and 200 tokens for an answer, and whose runs end after four turns.</summary>
    public sealed class ShortModelWorld : RunWorld
    {
        public ShortModelWorld()
            : base(("Model:TimeoutSeconds", "8"), ("Model:MaxAnswerTokens", "200"), ("Runs:MaxTurns", "4"))
        {
        }
    }
}
