using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Injection;

/// <summary>Names that look like others, or like nothing, as they reach the phone.</summary>
public sealed class NamesOnThePhoneTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    [Theory]
    [InlineData("src/\u0441art.ts", "src/\\u{0441}art.ts")]
    [InlineData("src/ｃart.ts", "src/\\u{FF43}art.ts")]
    [InlineData("src/cart.t\u0455", "src/cart.t\\u{0455}")]
    public async Task A_file_name_of_mixed_scripts_is_shown_by_its_numbers(string path, string shown)
    {
        using var ada = await Someone.NewAsync(shared.World);

        Assert.Equal(202, (int)(await ada.UseAsync("github.commit_files", Commit(ada, "notes", path))).Status);
        await ada.Phone.NextAsync();

        Assert.Contains(shown.Replace("\\", "\\\\", StringComparison.Ordinal), Assert.Single(await ada.Phone.PushesAsync()).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ｍain", "\\u{FF4D}ain")]
    [InlineData("m\u0430in", "m\\u{0430}in")]
    public async Task A_branch_that_looks_like_main_is_not_shown_as_main(string branch, string shown)
    {
        using var ada = await Someone.NewAsync(shared.World);

        Assert.Equal(202, (int)(await ada.UseAsync("github.commit_files", Commit(ada, branch, "a.txt"))).Status);
        await ada.Phone.NextAsync();

        Assert.Contains(shown.Replace("\\", "\\\\", StringComparison.Ordinal), Assert.Single(await ada.Phone.PushesAsync()).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notes", "src/\u202ets.trac")]
    [InlineData("notes", "src/ca\u200brt.ts")]
    [InlineData("notes", "src/cart.ts\U000E0061")]
    [InlineData("ma\u200bin", "a.txt")]
    [InlineData("\u202eniam", "a.txt")]
    public async Task A_name_with_what_cannot_be_seen_is_none(string branch, string path)
    {
        using var ada = await Someone.NewAsync(shared.World);

        ProblemAssert.Is(await ada.UseAsync("github.commit_files", Commit(ada, branch, path)), 400, "invalid-arguments");
        Assert.Empty(await ada.Phone.PushesAsync());
    }

    [Fact]
    public async Task A_title_shows_what_cannot_be_seen_and_goes_on_after_its_quotes()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var title = "Fix\u202e \"typo\"\u200b" + new string('x', 150);

        await ada.UseAsync("github.create_issue", new JsonObject { ["repository"] = ada.Repository, ["title"] = title });
        await ada.Phone.NextAsync();

        var push = Assert.Single(await ada.Phone.PushesAsync()).GetRawText();
        Assert.DoesNotContain("\u202e", push, StringComparison.Ordinal);
        Assert.Contains("{202E}", push, StringComparison.Ordinal);
        Assert.Contains("{200B}", push, StringComparison.Ordinal);
        Assert.Contains($"{title.Length} characters", push, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_does_not_fit_is_denied_with_the_advice_to_split_and_nothing_is_asked()
    {
        using var ada = await Someone.NewAsync(shared.World);

        var reply = await ada.UseAsync("github.commit_files", Commit(ada, "notes", string.Join('/', Enumerable.Repeat("a-long-folder-name", 20)) + ".txt"));

        Assert.Contains("Split it", reply.Json.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(await ada.Phone.PushesAsync());
        Assert.Empty(await ada.EffectsAsync());
    }

    private static JsonObject Commit(Someone ada, string branch, string path) => new()
    {
        ["repository"] = ada.Repository, ["branch"] = branch, ["message"] = "m",
        ["files"] = new JsonArray(new JsonObject { ["path"] = path, ["content"] = "a" }),
    };
}
