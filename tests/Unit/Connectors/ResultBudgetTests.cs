using System.Text;
using System.Text.Json.Nodes;
using Countersign.Connectors;

namespace Countersign.Tests.Unit.Connectors;

public sealed class ResultBudgetTests
{
    [Fact]
    public void What_fits_is_not_touched_and_says_no_cut()
    {
        var result = ResultBudget.Fit(new JsonObject { ["number"] = 3, ["body"] = "<b>hello</b> ![x](https://evil.example/x.png)" });

        Assert.Equal("""{"number":3,"body":"<b>hello</b> ![x](https://evil.example/x.png)"}""", result.GetRawText());
    }

    [Fact]
    public void A_long_text_is_cut_at_the_limit_of_its_field_and_that_is_said()
    {
        var result = ResultBudget.Fit(new JsonObject { ["title"] = new string('t', 300), ["body"] = new string('b', 6_001) });

        Assert.Equal(256, result.GetProperty("title").GetString()!.Length);
        Assert.Equal(6_000, result.GetProperty("body").GetString()!.Length);
        Assert.Equal(["title: first 256 of 300 characters", "body: first 6000 of 6001 characters"], result.GetProperty("cut").EnumerateArray().Select(c => c.GetString()));
    }

    [Fact]
    public void A_long_list_loses_its_last_items_and_that_is_said()
    {
        var items = new JsonArray([.. Enumerable.Range(1, 100).Select(i => (JsonNode)new JsonObject { ["number"] = i, ["title"] = new string('x', 250) })]);

        var result = ResultBudget.Fit(new JsonObject { ["repository"] = "acme/shop", ["items"] = items });

        var kept = result.GetProperty("items").GetArrayLength();
        Assert.InRange(kept, 20, 99);
        Assert.Equal($"items: first {kept} of 100 items; ask for fewer or for the next", result.GetProperty("cut")[0].GetString());
        Assert.Equal(1, result.GetProperty("items")[0].GetProperty("number").GetInt32());
    }

    [Fact]
    public void A_pair_of_surrogates_is_not_torn()
    {
        var result = ResultBudget.Fit(new JsonObject { ["title"] = new string('a', 255) + "😀" });

        Assert.Equal(new string('a', 255), result.GetProperty("title").GetString());
    }

    [Theory]
    [InlineData('a')]
    [InlineData('"')]
    [InlineData('\u0001')]
    [InlineData('Ω')]
    [InlineData('漢')]
    public void No_result_is_larger_than_the_budget(char filler)
    {
        var patches = new JsonArray([.. Enumerable.Range(0, 30).Select(i => (JsonNode)new JsonObject { ["path"] = new string(filler, 400), ["patch"] = new string(filler, 9_000) })]);
        var result = ResultBudget.Fit(new JsonObject { ["diff"] = new string(filler, 50_000), ["content"] = new string(filler, 50_000), ["files"] = patches });

        Assert.InRange(Encoding.UTF8.GetByteCount(result.GetRawText()), 1_000, ResultBudget.MaxBytes);
        Assert.NotEqual(0, result.GetProperty("cut").GetArrayLength());
        Assert.Contains("of 50000 characters", string.Join('\n', result.GetProperty("cut").EnumerateArray()), StringComparison.Ordinal);
    }
}
