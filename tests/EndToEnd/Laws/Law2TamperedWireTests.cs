using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Tests.EndToEnd.Live;
using Countersign.Tests.EndToEnd.Live.Wire;
using static Countersign.Tests.EndToEnd.Live.Wire.Passing;

namespace Countersign.Tests.EndToEnd.Laws;

/// <summary>
/// Law 2 against somebody on the lines to the tenant and to GitHub, where TLS did not keep them out: one value of a request or an answer altered between
/// proposal and effect. What only TLS can keep from being altered unseen is named in SECURITY.md and not tried here.
/// </summary>
public sealed partial class Law2TamperedWireTests(WiredWorld own) : IClassFixture<WiredWorld>
{
    /// <param name="What">Of which message what is altered.</param>
    /// <param name="End">How the action ends: state and code, or what it waits for.</param>
    /// <param name="Alter">Puts the alteration on this person's lines.</param>
    /// <param name="Asked">False where it is there before the phone rings.</param>
    /// <param name="NewToken">True where the provider has to give a new token, so that the app does not know yet whose it is.</param>
    private sealed record Case(string What, string End, Func<Tampering, Alteration> Alter, bool Asked = true, bool NewToken = false);

    [Fact]
    public Task What_the_tenant_says_of_an_approval() => EachAsync(
    [
        Redeemed("the token's signature", "refused token_invalid", one => one.Tell("access_token", SignatureOf(one.Told("access_token")))),
        Redeemed("the token's person", "refused token_invalid", one => one.Tell("access_token", WithClaims(one.Told("access_token"), claims => claims["sub"] = OneByteOf((string)claims["sub"]!)))),
        Redeemed("the token's end", "refused token_invalid", one => one.Tell("access_token", WithClaims(one.Told("access_token"), claims => claims["exp"] = (long)claims["exp"]! + 1))),
        Redeemed("the token's details", "refused token_invalid", one => one.Tell("access_token", WithClaims(one.Told("access_token"), AlterDetails))),
        Redeemed("the token's head", "refused token_invalid", one => one.Tell("access_token", "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + one.Told("access_token").Split('.')[1] + ".")),
        RedeemedBy("a token of another person's", "refused subject_differs", (_, poll, claims) => ForgeAsync("ada", poll, claims)),
        RedeemedBy("a token for another client", "refused client_differs", (name, poll, claims) => ForgeAsync(name, poll, claims, client: "somebodyElses")),
        RedeemedBy("a token for the doors", "refused audience_differs", (name, poll, claims) => ForgeAsync(name, poll, claims, audience: own.World.Audience)),
        RedeemedBy("a token of other details", "refused details_differ", (name, poll, claims) =>
        {
            AlterDetails(claims);
            return ForgeAsync(name, poll, claims);
        }),
        RedeemedBy("a token without details", "refused details_missing", (name, poll, claims) =>
        {
            claims.Remove("authorization_details");
            return ForgeAsync(name, poll, claims);
        }),
        Redeemed("what stands beside the token", "done", one =>
        {
            one.Tell("id_token", "x");
            one.Tell("scope", "openid admin");
            one.Tell("authorization_details", new JsonArray());
        }),
        new("the answer to the ask: numbers that are texts", "done", one => Answered(one, "/bc-authorize", answer =>
        {
            answer.Tell("expires_in", "300");
            answer.Tell("interval", "soon");
        }), Asked: false),
        new("the answer to the ask: the request's id", "approval lost", one => Answered(one, "/bc-authorize", answer => answer.Tell("auth_req_id", OneByteOf(answer.Told("auth_req_id")))), Asked: false),
        new("the ask: what the phone shows", "refused details_differ", one => Sent(one, "/bc-authorize", ask => ask.SetForm("authorization_details", ask.Form("authorization_details").Replace("#7", "#8", StringComparison.Ordinal).Replace("\"7\"", "\"8\"", StringComparison.Ordinal))), Asked: false),
        new("the poll: the request's id", "approval lost", one => Sent(one, "/oauth/token", poll => poll.SetForm("auth_req_id", OneByteOf(poll.Form("auth_req_id"))), "auth_req_id")),
    ]);

    [Fact]
    public Task What_the_exchange_asks_and_says() => EachAsync(
    [
        new("the exchange: the subject token's signature", "needs grant", one => Sent(one, "/oauth/token", exchange => exchange.SetForm("subject_token", SignatureOf(exchange.Form("subject_token"))), "subject_token")),
        new("the exchange: the subject token's person", "needs grant", one => Sent(one, "/oauth/token", exchange => exchange.SetForm("subject_token", WithClaims(exchange.Form("subject_token"), claims => claims["sub"] = OneByteOf((string)claims["sub"]!))), "subject_token")),
        new("the exchange: another person's subject token", "refused account_differs", one => own.Middleman.Alter(Is(one, "/oauth/token", "subject_token"), async exchange =>
        {
            using var grace = await Someone.NewAsync(own.World);
            exchange.SetForm("subject_token", grace.Doors.Token!);
        })),
        new("the exchange: the connection", "needs link", one => Sent(one, "/oauth/token", exchange => exchange.SetForm("connection", "githuc"), "subject_token")),
        new("the exchange's answer: a number that is a text", "done", one => Answered(one, "/oauth/token", answer => answer.Tell("expires_in", "3600"), "subject_token")),
        new("the exchange's answer: the provider's token", "needs link_again", one => Answered(one, "/oauth/token", answer => answer.Tell("access_token", OneByteOf(answer.Told("access_token"))), "subject_token")),
    ]);

    [Fact]
    public Task What_GitHub_is_sent_and_says() => EachAsync(
    [
        new("whose token it is", "refused account_differs", one => Answered(one, "/user", answer => answer.Tell("id", long.Parse(one.Person.GitHubId, CultureInfo.InvariantCulture) + 1)), NewToken: true),
        new("the pull request's head", "moved moved", one => Answered(one, PullOf(one), answer => answer.Tell("head.sha", OneByteOf((string)JsonNode.Parse(answer.Answer)!["head"]!["sha"]!)))),
        new("the pull request's id", "moved moved", one => Answered(one, PullOf(one), answer => answer.Tell("id", 1))),
        new("the pull request's base", "moved moved", one => Answered(one, PullOf(one), answer => answer.Tell("base.ref", "release"))),
        new("the merge: of another pull request", "moved moved", one => Sent(one, PullOf(one) + "/merge", merge => merge.Path = merge.Path.Replace("/7/", "/10/", StringComparison.Ordinal))),
        new("the merge: of another head", "moved moved", one => Sent(one, PullOf(one) + "/merge", merge => merge.Send("sha", OneByteOf((string)JsonNode.Parse(merge.Body)!["sha"]!)))),
        new("the token", "needs link_again", one => own.Middleman.Alter(passing => passing.Party == "github" && passing.Person == Subject(one.Person), passing =>
        {
            passing.Bearer = OneByteOf(passing.Bearer!);
            return Task.CompletedTask;
        })),
    ]);

    /// <summary>Two requests of one person, the second under the first one's id and the first under none: a yes to the first is no yes to the second.</summary>
    [Fact]
    public async Task The_id_of_another_approval_brings_no_approval()
    {
        using var ada = await Someone.NewAsync(own.World);
        string? first = null;
        own.Middleman.Alter(passing => passing.Path == "/bc-authorize" && passing.Person == Subject(ada), answer: passing =>
        {
            var id = passing.Told("auth_req_id");
            passing.Tell("auth_req_id", first ?? OneByteOf(id));
            first ??= id;
            return Task.CompletedTask;
        });
        var (one, other) = (await Tampering.PendingAsync(ada, 7), await Tampering.PendingAsync(ada, 10));

        await ada.Phone.ApproveAsync(one.Push);
        await ada.Phone.DenyAsync(other.Push);

        Assert.Equal("refused details_differ", (await EndAsync(other)).End);
        Assert.Equal("approval lost", (await EndAsync(one)).End);
        Assert.Empty(await ada.EffectsAsync());
    }

    /// <summary>The phone that rang was another person's, who says yes.</summary>
    [Fact]
    public async Task What_another_person_was_asked_instead_is_not_this_persons_approval()
    {
        using var ada = await Someone.NewAsync(own.World);
        using var grace = await Someone.NewAsync(own.World);
        own.Middleman.Alter(passing => passing.Path == "/bc-authorize" && passing.Person == Subject(ada), passing =>
        {
            passing.SetForm("login_hint", passing.Form("login_hint").Replace(Subject(ada), Subject(grace), StringComparison.Ordinal));
            return Task.CompletedTask;
        });
        Assert.Equal(202, (int)(await ada.UseAsync("github.merge_pull_request", ada.Merge(7))).Status);

        await grace.Phone.ApproveAsync(await grace.Phone.NextAsync());

        var action = (await ada.ReadAsync("api/actions")).GetProperty("items")[0].GetProperty("id").GetString()!;
        Assert.Equal("subject_differs", (await ada.ActionAsync(action, "refused")).GetProperty("code").GetString());
        Assert.Empty(await ada.EffectsAsync());
        Assert.Empty(await grace.EffectsAsync());
    }

    /// <summary>The repository's id is what an action goes to; another person's stands in the answer.</summary>
    [Fact]
    public async Task Another_repositorys_id_in_GitHubs_answer_reaches_nobodys_pull_request()
    {
        using var ada = await Someone.NewAsync(own.World);
        using var grace = await Someone.NewAsync(own.World);
        var alteration = own.Middleman.Alter(passing => passing.Path == $"/repos/{ada.Repository}", answer: passing =>
        {
            passing.Tell("id", grace.RepositoryId);
            return Task.CompletedTask;
        });

        var reply = await ada.UseAsync("github.merge_pull_request", ada.Merge(7));

        var row = await Eventually.ComesAsync(
            async () => await ada.ReadAsync($"api/actions/{reply.Text("id")}") is var now && now.TryGetProperty("text", out _) ? (JsonElement?)now : null, () => "it is said what became of it");
        Assert.True(alteration.Times > 0);
        Assert.Equal("failed", Text(row, "state"));
        Assert.Empty(await ada.Phone.PushesAsync());
        Assert.Equal((false, false), (await ada.IsMergedAsync(7), await grace.IsMergedAsync(7)));
    }

    [Theory]
    [InlineData("""{"connected_accounts":[null]}""")]
    [InlineData("""{"connected_accounts":[{"id":7}]}""")]
    [InlineData("""{"connected_accounts":{"id":"x","connection":"github"}}""")]
    [InlineData("""[{"id":"x","connection":"github"}]""")]
    public async Task A_list_of_accounts_that_is_none_changes_nothing(string answer)
    {
        using var ada = await Someone.NewAsync(own.World);
        var alteration = own.Middleman.Alter(passing => passing.Path.Contains($"{Uri.EscapeDataString(Subject(ada))}/connected-accounts", StringComparison.Ordinal), answer: passing =>
        {
            passing.Answer = answer;
            return Task.CompletedTask;
        });

        var reply = await ada.Doors.PostAsync("api/accounts/refresh", null, default);

        Assert.True(alteration.Times > 0);
        ProblemAssert.Is(reply, 503, "tenant-unavailable");
        Assert.Equal("confirmed", Text((await ada.ReadAsync("api/accounts")).GetProperty("items")[0], "state"));
    }

    private static string PullOf(Tampering one) => $"/repositories/{one.Person.RepositoryId}/pulls/{one.Number}";

    private static string Subject(Someone person) => person.Made.GetProperty("sub").GetString()!;

    private static string SignatureOf(string token) => $"{token[..(token.LastIndexOf('.') + 1)]}{OneByteOf(token[(token.LastIndexOf('.') + 1)..])}";

    private static void AlterDetails(JsonObject claims)
    {
        var number = claims["authorization_details"]![0]!["properties"]!["number"]!;
        number["value"] = (string)number["value"]! + "0";
    }

    /// <summary>One person's messages of one path; at the token endpoint of one kind, told by a member that it has.</summary>
    private static Func<Passing, bool> Is(Tampering one, string path, string? member = null) =>
        passing => passing.Path == path && passing.Person == Subject(one.Person) && (member is null || passing.Form(member).Length > 0);

    private Alteration Answered(Tampering one, string path, Action<Passing> alter, string? member = null) => own.Middleman.Alter(Is(one, path, member), answer: passing =>
    {
        if (passing.Status == 200) alter(passing);
        return Task.CompletedTask;
    });

    private Alteration Sent(Tampering one, string path, Action<Passing> alter, string? member = null) => own.Middleman.Alter(Is(one, path, member), request: passing =>
    {
        alter(passing);
        return Task.CompletedTask;
    });

    private Case Redeemed(string what, string end, Action<Passing> alter) => new($"the answer to the poll: {what}", end, one => Answered(one, "/oauth/token", alter, "auth_req_id"));

    /// <summary>The answer to the poll with a token in it that the tenant itself signed, for something else.</summary>
    private Case RedeemedBy(string what, string end, Func<string, Passing, JsonObject, Task<string>> token) => new($"the answer to the poll: {what}", end, one => own.Middleman.Alter(
        Is(one, "/oauth/token", "auth_req_id"), answer: async passing =>
        {
            if (passing.Status == 200) passing.Tell("access_token", await token(one.Person.Name, passing, ClaimsOf(passing.Told("access_token"))));
        }));

    private Task<string> ForgeAsync(string person, Passing poll, JsonObject claims, string? client = null, string? audience = null)
    {
        var order = new JsonObject { ["audience"] = audience ?? own.World.ApprovalsAudience, ["client_id"] = client ?? poll.Form("client_id") };
        if (claims["authorization_details"] is { } details) order["authorization_details"] = details.DeepClone();
        return Someone.TokenAsync(own.World, person, order);
    }

    private async Task EachAsync(IReadOnlyList<Case> cases)
    {
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (one, _) =>
        {
            if (await TryAsync(one) is { } found) wrong.Add($"{one.What}: {found}");
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong));
    }

    /// <summary>Null where nothing was done, the action ended as it should, its person was told, and the trail has it.</summary>
    private async Task<string?> TryAsync(Case tried)
    {
        using var person = await Someone.NewAsync(own.World);
        var early = tried.Asked ? null : tried.Alter(new Tampering(person, 7));
        var one = await Tampering.PendingAsync(person, 7);
        var alteration = early ?? tried.Alter(one);
        if (tried.NewToken) await own.World.Control.PostAsync("accounts", new JsonObject { ["person"] = person.Name, ["action"] = "expire" });
        await person.Phone.ApproveAsync(one.Push);

        var (end, told) = await EndAsync(one);
        if (alteration.Times == 0) return "nothing was altered";
        if (end != tried.End) return $"it ended as {end}";
        var effects = string.Join(' ', await person.EffectsAsync());
        if (effects != (tried.End == "done" ? "merge" : "")) return $"what was done: {effects}";
        if (told.Length == 0 && end != "done") return "nobody is told why";
        return await IsRecordedAsync(one, end) ? null : $"the trail does not have it: {string.Join(", ", (await person.TrailAsync()).Select(entry => entry.ToString()))}";
    }

    /// <summary>How it ended, or what it waits for; and what the person is told of it.</summary>
    private static Task<(string End, string Told)> EndAsync(Tampering one)
    {
        var last = "nothing";
        return Eventually.ComesAsync(
            async () =>
            {
                var row = await one.Person.ReadAsync($"api/actions/{one.Action}");
                var approval = await one.Person.ReadAsync($"api/approvals/{one.Approval}");
                last = $"{row} {approval}";
                var (state, text) = (Text(row, "state"), Text(row, "text"));
                if (state is not ("proposed" or "parked" or "executing")) return ($"{state} {Text(row, "code")}".TrimEnd(), text);
                if (row.TryGetProperty("remedy", out var remedy)) return ($"needs {Text(remedy, "kind")}", Text(remedy, "text"));
                return Text(approval, "state") == "lost" ? ((string, string)?)("approval lost", Text(approval, "says")) : null;
            },
            () => $"it ended or waits for somebody; it is {last}");
    }

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>Its end under its own name, and why where there is a code; where it waits, for what.</summary>
    private static async Task<bool> IsRecordedAsync(Tampering one, string end)
    {
        var words = end.Split(' ');
        var kind = words[0] switch { "needs" => "action.parked", "approval" => "approval.lost", _ => "action." + words[0] };
        return (await one.Person.TrailAsync()).Any(entry => Text(entry, "action") == one.Action && Text(entry, "kind") == kind);
    }
}
