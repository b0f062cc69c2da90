using System.Text.Json.Nodes;
using Countersign.Actions;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Workflows.Actions;

public sealed class LeaseTests(ActionsWorld world) : IClassFixture<ActionsWorld>
{
    [Fact]
    public async Task A_second_delivery_elsewhere_neither_looks_nor_calls_before_the_lease_is_over()
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();
        await ada.AnswersAsync("approve");
        await world.ControlAsync("faults", new JsonObject { ["kind"] = "github_delay", ["ms"] = 3_000, ["method"] = "PUT", ["path_suffix"] = "/merge" });
        var (_, proposed) = await ada.MergeAsync(shop);
        var id = proposed["id"]!.ToString();
        await ada.UntilAsync(id, "executing");

        var elsewhere = ActivatorUtilities.CreateInstance<ExecuteAction>(world.Services, new InFlight());
        var step = await elsewhere.RunAsync(new ActRef(ada.Principal.Value, id), world.Services.GetRequiredService<DurableTaskClient>(), default).WithinDeadlineAsync();

        Assert.Equal(ActNext.Execute, step.Next);
        Assert.True(step.At > TimeProvider.System.GetUtcNow());
        Assert.Equal("executing", (await ada.ReadAsync(id))["state"]!.ToString());
        await ada.UntilAsync(id, "done");
        Assert.Equal(1, await world.EffectsAsync(shop));
    }

    [Fact]
    public async Task A_second_delivery_in_the_same_process_waits_for_the_first_and_finds_what_it_left()
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();
        await ada.AnswersAsync("approve");
        await world.ControlAsync("faults", new JsonObject { ["kind"] = "github_delay", ["ms"] = 2_000, ["method"] = "PUT", ["path_suffix"] = "/merge" });
        var (_, proposed) = await ada.MergeAsync(shop);
        var id = proposed["id"]!.ToString();
        await ada.UntilAsync(id, "executing");

        var second = ActivatorUtilities.CreateInstance<ExecuteAction>(world.Services);
        var step = await second.RunAsync(new ActRef(ada.Principal.Value, id), world.Services.GetRequiredService<DurableTaskClient>(), default).WithinDeadlineAsync();

        Assert.Equal(ActNext.Over, step.Next);
        Assert.Equal("done", (await ada.ReadAsync(id))["state"]!.ToString());
        Assert.Equal(1, await world.EffectsAsync(shop));
    }

    [Fact]
    public async Task An_event_that_is_raised_at_any_moment_changes_nothing_but_when_the_row_is_read()
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();
        await ada.AnswersAsync("approve");
        var client = world.Services.GetRequiredService<DurableTaskClient>();

        var (_, proposed) = await ada.MergeAsync(shop);
        var id = proposed["id"]!.ToString();
        using var over = new CancellationTokenSource();
        var raising = RaiseAsync(client, ActRef.InstanceOf(id), over.Token);
        var done = await ada.UntilAsync(id, "done", "failed", "refused", "unknown", "lapsed");
        await over.CancelAsync();
        await raising;

        Assert.Equal("done", done["state"]!.ToString());
        Assert.Equal(1, await world.EffectsAsync(shop));
    }

    [Fact]
    public async Task A_commit_stands_and_is_said_where_its_pull_request_can_no_longer_be_opened()
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();
        await ada.AnswersAsync("approve");
        await world.ControlAsync("faults", new JsonObject
        {
            ["kind"] = "github_status", ["status"] = 502, ["method"] = "POST", ["path_suffix"] = "/pulls", ["match"] = new JsonObject { ["repository"] = shop },
        });
        var (_, proposed) = await ada.UseAsync(
            "github.commit_files",
            $$$"""{"repository":"{{{shop}}}","branch":"agent/fix","message":"m","files":[{"path":"a","content":"x"}],"pull_request":{"title":"t"}}""");
        Assert.True(proposed["id"] is not null, proposed.ToJsonString());
        var id = proposed["id"]!.ToString();
        await ada.UntilAsync(id, "executing");
        await world.FaultsMetAsync("github_status");

        // What the action was about is another thing now, so the second try does nothing.
        await world.ControlAsync("github/rename", new JsonObject { ["repository"] = shop, ["name"] = $"{shop.Split('/')[1]}-renamed" });
        var over = await ada.UntilAsync(id, "done", "failed", "moved", "refused", "unknown", "lapsed");

        Assert.True(over["state"]!.ToString() == "done", over.ToJsonString());
        Assert.Equal("partly", over["code"]!.ToString());
        Assert.Contains("commit stands", over["text"]!.ToString(), StringComparison.Ordinal);
        Assert.NotNull(over["result"]!["pull_request_not_opened"]);
        Assert.Contains("action.done", await ada.TrailAsync(id));
    }

    /// <summary>A process that was frozen while it sent goes on past its lease: nobody looks before that call, too, has had its time to act.</summary>
    [Fact]
    public async Task A_call_that_ended_late_is_looked_for_a_settling_time_after_its_end()
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();
        await ada.AnswersAsync("approve");
        await world.ControlAsync("faults", new JsonObject
        {
            ["kind"] = "github_delay", ["ms"] = 60_000, ["method"] = "PUT", ["path_suffix"] = "/merge", ["match"] = new JsonObject { ["repository"] = shop },
        });
        var (_, proposed) = await ada.MergeAsync(shop);
        var id = proposed["id"]!.ToString();
        await ada.UntilAsync(id, "executing");
        var book = world.Services.GetRequiredService<ActionBook>();
        var lease = await LeaseEndAsync();

        await Eventually.ComesAsync(async () => await LeaseEndAsync() > lease ? (bool?)true : null, () => "the lease went on from the end of the call");

        await ada.UntilAsync(id, "done");
        Assert.Equal(1, await world.EffectsAsync(shop));

        async Task<DateTimeOffset> LeaseEndAsync() =>
            (await book.ReadAsync(ada.Principal, Countersign.Identity.Id<Countersign.Identity.ActionIds>.TryParse(id, out var action) ? action : default, default))!.Value.Ledger!.LeaseEnd;
    }

    private static async Task RaiseAsync(DurableTaskClient client, string instance, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await Countersign.Approvals.Wake.RaiseAsync(client, instance, default);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, default);
        }
    }
}
