using System.Net;
using System.Text.Json.Nodes;
using Countersign.Tests.Workflows.Runs;

namespace Countersign.Tests.Workflows.Faults;

/// <summary>The tenant changes the keys it signs with. Each in a world of its own: keys are everybody's.</summary>
public sealed class KeyFaultTests
{
    [Fact]
    public async Task Keys_that_the_tenant_rotates_while_the_phone_waits_are_read_anew_and_the_approval_counts()
    {
        await using var world = await RunWorld.StartAsync();
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var id = await ada.ProposeMergeAsync(shop);
        world.Time.Forward(TimeSpan.FromMinutes(2)); // an unknown key makes the list be read, once a minute
        var since = world.Time.GetUtcNow();

        // The next key is on the list already, the one after it is not; and the first is off the list then, and with it the sign-in.
        for (var n = 0; n < 2; n++) await world.ControlAsync("keys/rotate", []);
        ada.Token = await world.TokenAsync(ada.Name);
        using var renewed = await ada.SendAsync(HttpMethod.Post, $"api/runs/{Member.Text(await ada.GetAsync($"api/actions/{id}"), "run")}/grant");
        await ada.AnswerAsync(approve: true);

        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
        await ada.ActionAsync(id, "done");
        Assert.Single(world.EffectsOn(shop));
        Assert.Single(world.ArrivedAt("tenant", since, "/.well-known/jwks.json"));
    }

    [Fact]
    public async Task A_sign_in_whose_key_the_tenant_took_back_parks_the_action_until_there_is_a_fresh_one()
    {
        await using var world = await RunWorld.StartAsync();
        var ada = await world.MemberAsync();
        var shop = await world.ShopAsync(ada);
        var id = await ada.ProposeMergeAsync(shop);
        await world.ControlAsync("keys/rotate", new JsonObject { ["forget_old"] = true });
        ada.Token = await world.TokenAsync(ada.Name);

        await ada.AnswerAsync(approve: true);

        var parked = await ada.NeedsAsync(id, "grant");
        Assert.Empty(world.EffectsOn(shop));
        using var renewed = await ada.SendAsync(HttpMethod.Post, $"api/runs/{Member.Text(parked, "run")}/grant");
        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
        await ada.ActionAsync(id, "done");
        Assert.Single(world.EffectsOn(shop));
    }
}
