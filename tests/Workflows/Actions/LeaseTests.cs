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

    private static async Task RaiseAsync(DurableTaskClient client, string instance, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await Countersign.Approvals.Wake.RaiseAsync(client, instance, default);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, default);
        }
    }
}
