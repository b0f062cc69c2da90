using System.Text.Json.Nodes;

namespace Countersign.Tests.Workflows.Actions;

/// <summary>Law 3: after any kill exactly one effect.</summary>
public sealed class KilledTests(KillableWorld world) : IClassFixture<KillableWorld>
{
    [Theory]
    [InlineData("github_delay", 20_000)] // the request is on the way; with the process the line goes, and nothing happens
    [InlineData("effect_late", 2_000)] // the line is cut; two seconds later the merge happens all the same
    public async Task A_process_that_is_killed_between_lease_and_outcome_leaves_one_merge(string fault, int ms)
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();
        await ada.AnswersAsync("approve");
        await world.ControlAsync("faults", new JsonObject { ["kind"] = fault, ["ms"] = ms, ["method"] = "PUT", ["path_suffix"] = "/merge" });
        var (_, proposed) = await ada.MergeAsync(shop);
        var id = proposed["id"]!.ToString();

        await ada.UntilAsync(id, "executing");
        await world.KillAsync();
        await world.RestartAsync();
        var done = await ada.UntilAsync(id, "done", "unknown", "failed", "refused", "moved", "lapsed");

        Assert.True(done["state"]!.ToString() == "done", done.ToJsonString());
        Assert.Equal(1, await world.EffectsAsync(shop));
    }
}
