using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Road;

/// <summary><c>Vault:SubjectAfterApproval=approval-token</c>: where the tenant takes it, an approved action is exchanged on the approval's own token.</summary>
public sealed class ApprovalTokenTests(ApprovalTokenTests.SecondLock own) : IClassFixture<ApprovalTokenTests.SecondLock>
{
    [Fact]
    public async Task What_was_approved_is_exchanged_on_the_approvals_token_and_what_is_read_for_it_is_not()
    {
        using var ada = await Someone.NewAsync(own.World);
        var (action, push) = await ada.ProposeMergeAsync(7);
        Assert.All(await KindsAsync(ada), kind => Assert.Equal("access_token", kind));

        await ada.Phone.ApproveAsync(push);

        await ada.ActionAsync(action, "done");
        Assert.Equal(["merge"], await ada.EffectsAsync());
        Assert.Equal("approval_token", Assert.Single(await KindsAsync(ada), kind => kind != "access_token"));
        var trail = (await ada.TrailAsync()).Where(entry => entry.TryGetProperty("action", out var of) && of.GetString() == action).ToList();
        Assert.Equal("approval_token", SubjectOf(trail.Single(entry => entry.GetProperty("kind").GetString() == "action.executing")));
        Assert.Equal("approval_token", SubjectOf(trail.Single(entry => entry.GetProperty("kind").GetString() == "action.done")));
        Assert.DoesNotContain("approval_token", trail.Where(entry => entry.GetProperty("kind").GetString() == "read.done").Select(SubjectOf));
        var partition = (await ada.ReadAsync("api/audit/verify")).GetProperty("principal").GetString()!;
        await Eventually.ComesAsync(
            () => Task.FromResult(own.World.Store.Keys(partition).Any(key => key.StartsWith("grant~", StringComparison.Ordinal)) ? (bool?)null : true), () => "its grants are deleted");
    }

    /// <summary>What was approved goes on nothing else, and who can mend that is not the person.</summary>
    [Fact]
    public async Task A_tenant_that_does_not_take_it_is_a_lock_that_stays_shut()
    {
        using var ada = await Someone.NewAsync(own.World);
        var (action, push) = await ada.ProposeMergeAsync(7);
        await own.World.Control.PostAsync("tenant", new JsonObject { ["takes_approval_tokens"] = false });
        try
        {
            await ada.Phone.ApproveAsync(push);

            var parked = await Eventually.ComesAsync(
                async () => await ada.ReadAsync($"api/actions/{action}") is var row && row.TryGetProperty("remedy", out _) ? (JsonElement?)row : null, () => "it says what is missing");
            Assert.Equal(("parked", "operator"), (parked.GetProperty("state").GetString(), parked.GetProperty("remedy").GetProperty("kind").GetString()));
            Assert.Empty(await ada.EffectsAsync());
        }
        finally
        {
            await own.World.Control.PostAsync("tenant", new JsonObject { ["takes_approval_tokens"] = true });
        }
    }

    private async Task<IReadOnlyList<string>> KindsAsync(Someone person) =>
        [.. (await own.World.Control.GetAsync($"exchanges?person={person.Name}")).EnumerateArray().Select(exchange => exchange.GetProperty("subject_token_kind").GetString()!)];

    private static string? SubjectOf(JsonElement entry) => entry.TryGetProperty("subject", out var subject) ? subject.GetString() : null;

    /// <summary>A tenant that takes approval tokens, and an app that is told so.</summary>
    public sealed class SecondLock : IAsyncLifetime
    {
        public LiveWorld World { get; private set; } = null!; // set before every test

        public async Task InitializeAsync()
        {
            World = await LiveWorld.StartAsync(control =>
            {
                var client = control.GetProperty("clients").GetProperty("vault_approved");
                return new Dictionary<string, string>
                {
                    ["Vault:SubjectAfterApproval"] = "approval-token",
                    ["Auth0:VaultApproved:ClientId"] = client.GetProperty("client_id").GetString()!, // of the sandbox's own making
                    ["Auth0:VaultApproved:PrivateKey"] = client.GetProperty("private_key").GetString()!,
                };
            });
            await World.Control.PostAsync("tenant", new JsonObject { ["takes_approval_tokens"] = true });
        }

        public async Task DisposeAsync() => await World.DisposeAsync();
    }
}
