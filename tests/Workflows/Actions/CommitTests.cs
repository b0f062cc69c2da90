using System.Net;
using Countersign.Tests.Storage;

namespace Countersign.Tests.Workflows.Actions;

/// <summary>What acting costs: batches in the person's partition. Rows of due lists and kept answers are single writes of their own.</summary>
public sealed class CommitTests(ActionsWorld world) : IClassFixture<ActionsWorld>
{
    [Fact]
    public async Task A_read_is_one_batch()
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();
        var before = world.Tables.Of(ada.Principal.Value).Count;

        var (status, body) = await ada.UseAsync("github.get_issue", $$"""{"repository":"{{shop}}","number":5}""");

        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        Assert.Equal(before + 1, world.Tables.Of(ada.Principal.Value).Count);
    }

    [Fact]
    public async Task A_proposal_with_its_decision_is_one_batch_and_its_execution_two()
    {
        var ada = await world.PersonAsync("ada");
        var shop = await world.ShopAsync();
        await ada.AnswersAsync("none");
        var (status, proposed) = await ada.MergeAsync(shop);
        Assert.True(status == HttpStatusCode.Accepted, proposed.ToJsonString());
        var action = proposed["id"]!.ToString();

        var writing = Assert.Single(Of(ada, action), batch => batch.Writes("action~", "\"state\""));
        Assert.True(writing.Writes("audit~", "action.proposed") && writing.Writes("audit~", "read.done") && writing.Writes("audit~", "action.decided"));
        Assert.True(writing.Writes("action~", "\"parked\"") && writing.Writes("approval~", "\"waiting\""));

        await ada.AnswersAsync("approve");
        foreach (var push in world.Sandbox.Tenant.Pushes.All) world.Sandbox.Tenant.Pushes.Answer(push.Id, true);
        var done = await ada.UntilAsync(action, "done", "failed", "refused", "lapsed");
        Assert.True(done["state"]!.ToString() == "done", done.ToJsonString());

        var batches = Of(ada, action);
        var approved = batches.FindIndex(batch => batch.Writes("audit~", "approval.approved"));
        var outcome = batches.FindIndex(batch => batch.Writes("audit~", "action.done"));
        Assert.Equal(2, outcome - approved);
    }

    /// <summary>Every batch that names the action, oldest first.</summary>
    private List<CountedTables.Batch> Of(Person person, string action) =>
        [.. world.Tables.Of(person.Principal.Value).Where(batch => batch.Writes("", action))];
}
