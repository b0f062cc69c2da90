using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Audit;
using Countersign.Identity;
using Countersign.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Unit.Http;

public sealed class DoorTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task A_token_of_the_tenant_opens_the_door()
    {
        var response = await app.GetAsync("/api/audit", await app.TokenAsync("ada"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("unsigned", 401, "/problems/token-invalid")]
    [InlineData("wrong_key", 401, "/problems/token-invalid")]
    [InlineData("alg_hs256", 401, "/problems/token-invalid")]
    [InlineData("wrong_issuer", 401, "/problems/token-invalid")]
    [InlineData("future", 401, "/problems/token-invalid")]
    [InlineData("expired", 401, "/problems/token-expired")]
    [InlineData("wrong_audience", 401, "/problems/token-wrong-audience")]
    [InlineData("machine", 403, "/problems/token-of-machine")]
    public async Task A_token_with_a_defect_is_refused_with_its_own_problem(string defect, int status, string type) =>
        await AssertProblemAsync(await app.GetAsync("/api/audit", await app.TokenAsync("ada", ("defect", defect))), status, type);

    [Fact]
    public async Task A_token_of_an_approval_opens_no_door()
    {
        var byAudience = await app.TokenAsync("ada", ("audience", "https://approvals.countersign.example"));
        await AssertProblemAsync(await app.GetAsync("/api/audit", byAudience), 403, "/problems/token-of-approval");
        var byDetails = await app.TokenAsync("ada", ("authorization_details", new[] { new Dictionary<string, string> { ["type"] = "x" } }));
        await AssertProblemAsync(await app.GetAsync("/api/audit", byDetails), 403, "/problems/token-of-approval");
    }

    [Fact]
    public async Task A_token_of_a_client_that_is_not_listed_opens_no_door() =>
        await AssertProblemAsync(await app.GetAsync("/api/audit", await app.TokenAsync("ada", ("client_id", "other"))), 403, "/problems/client-not-listed");

    [Theory]
    [InlineData(null)]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer")]
    public async Task Without_a_bearer_token_the_door_says_how_to_come_in(string? header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/audit");
        if (header is not null) request.Headers.TryAddWithoutValidation("Authorization", header);
        var response = await app.Http.SendAsync(request);
        await AssertProblemAsync(response, 401, "/problems/token-missing");
        Assert.StartsWith("Bearer", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.AAAA")]
    public async Task What_is_no_token_is_refused(string token) => await AssertProblemAsync(await app.GetAsync("/api/audit", token), 401, "/problems/token-invalid");

    [Theory]
    [InlineData("GET", "/api/nothing", 404, "/problems/not-found")]
    [InlineData("GET", "/api", 404, "/problems/not-found")]
    [InlineData("GET", "/elsewhere/at/all", 404, "/problems/not-found")]
    [InlineData("POST", "/api/audit", 405, "/problems/method-not-allowed")]
    [InlineData("DELETE", "/healthz", 405, "/problems/method-not-allowed")]
    public async Task Unknown_paths_and_wrong_methods_are_answered_with_problems(string method, string path, int status, string type)
    {
        var response = await app.SendAsync(new HttpMethod(method), path, null);
        await AssertProblemAsync(response, status, type);
        if (status == 405) Assert.Equal(["GET"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("limit=0", "/problems/bad-parameter")]
    [InlineData("limit=201", "/problems/bad-parameter")]
    [InlineData("limit=x", "/problems/bad-parameter")]
    [InlineData("limit=1&limit=2", "/problems/bad-parameter")]
    [InlineData("unknown=1", "/problems/bad-parameter")]
    [InlineData("from=yesterday", "/problems/bad-parameter")]
    [InlineData("cursor=x", "/problems/bad-cursor")]
    [InlineData("cursor=99999999999.AAAA", "/problems/bad-cursor")]
    public async Task A_query_that_is_not_as_it_must_be_is_a_problem(string query, string type) =>
        await AssertProblemAsync(await app.GetAsync($"/api/audit?{query}", await app.TokenAsync("linus")), 400, type);

    [Fact]
    public async Task Every_answer_has_the_security_headers()
    {
        foreach (var path in new[] { "/healthz", "/api/audit", "/nowhere" })
        {
            var response = await app.GetAsync(path, null);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        }
    }

    [Fact]
    public async Task Health_and_readiness_are_open()
    {
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/healthz", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/readyz", null)).StatusCode);
    }

    [Fact]
    public async Task The_first_call_writes_the_person_and_nothing_else()
    {
        var token = await app.TokenAsync("grace");
        await app.GetAsync("/api/audit/verify", token);
        var grace = PrincipalOf(token);
        var person = await app.Services.GetRequiredService<People>().ReadAsync(grace, Person.Key, IdentityJson.Default.Person, default);
        Assert.StartsWith("auth0|", person!.Value.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_reads_verifies_and_exports_their_own_trail()
    {
        var token = await app.TokenAsync("linus");
        var linus = PrincipalOf(token);
        var trail = app.Services.GetRequiredService<Trail>();
        for (var i = 1; i <= 120; i++)
        {
            await trail.CommitAsync(
                linus,
                new PersonBatch().Record(new AuditEvent { Kind = "read.done", Tool = i % 2 == 0 ? "github.get_issue" : "github.list_issues", Content = new JsonObject { ["i"] = i } }),
                default);
        }

        var (seqs, path) = (new List<long>(), (string?)"/api/audit?tool=github.get_issue&limit=25");
        while (path is not null)
        {
            var page = await JsonAsync(await app.GetAsync(path, token));
            seqs.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("seq").GetInt64()));
            path = page.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.String
                ? $"/api/audit?tool=github.get_issue&limit=25&cursor={next.GetString()}" : null;
        }

        Assert.Equal(Enumerable.Range(1, 60).Select(i => 2L * (61 - i)), seqs);
        var report = await JsonAsync(await app.GetAsync("/api/audit/verify", token));
        Assert.Equal(("verified", 120, 100), (report.GetProperty("state").GetString(), report.GetProperty("entries").GetInt32(), report.GetProperty("coveredTo").GetInt32()));

        var export = (await (await app.GetAsync("/api/audit/export", token)).Content.ReadAsStringAsync()).Split('\n');
        var keys = ExportFile.Keys(await (await app.GetAsync("/.well-known/countersign-audit.json", null)).Content.ReadAsStringAsync());
        var checkpoints = ExportFile.Checkpoints(ReadShared(Path.Combine(app.Folder, "checkpoints.jsonl"))).ToList();
        var offline = ExportFile.Verify(() => export, keys, checkpoints);
        Assert.Equal((ChainState.Verified, 120L, "covered"), (offline.State, offline.Entries, offline.Tail));
        var cut = export.Where(line => !line.Contains("\"seq\":120,", StringComparison.Ordinal)).ToList();
        Assert.Equal((ChainState.Broken, "truncated"), (ExportFile.Verify(() => cut, keys, checkpoints).State, ExportFile.Verify(() => cut, keys, checkpoints).FirstBreak!.Kind));
    }

    [Fact]
    public async Task A_cursor_is_its_persons_and_its_filters_own()
    {
        var (ada, linus) = (await app.TokenAsync("ada"), await app.TokenAsync("linus"));
        var trail = app.Services.GetRequiredService<Trail>();
        for (var i = 0; i < 3; i++) await trail.CommitAsync(PrincipalOf(ada), new PersonBatch().Record(new AuditEvent { Kind = "run.started" }), default);
        var cursor = (await JsonAsync(await app.GetAsync("/api/audit?limit=1", ada))).GetProperty("next").GetString();
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync($"/api/audit?limit=1&cursor={cursor}", ada)).StatusCode);
        await AssertProblemAsync(await app.GetAsync($"/api/audit?limit=1&cursor={cursor}", linus), 400, "/problems/bad-cursor");
        await AssertProblemAsync(await app.GetAsync($"/api/audit?limit=1&tool=x&cursor={cursor}", ada), 400, "/problems/bad-cursor");
    }

    [Fact]
    public async Task A_content_altered_in_the_store_is_named()
    {
        var token = await app.TokenAsync("newcomer");
        var person = PrincipalOf(token);
        await app.Services.GetRequiredService<Trail>().CommitAsync(
            person, new PersonBatch().Record(new AuditEvent { Kind = "action.proposed", Content = new JsonObject { ["number"] = 7 } }), default);
        var tables = app.Services.GetRequiredService<ITables>();
        var row = (await tables.ReadAsync("people", person.Value, "content~000000000001", default))!; // just written
        var altered = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(row.Value.Span).Replace(":7", ":8", StringComparison.Ordinal));
        await tables.WriteAsync("people", person.Value, [new Change.Replace("content~000000000001", altered, row.ETag)], default);
        var report = await JsonAsync(await app.GetAsync("/api/audit/verify", token));
        Assert.Equal("content_altered", report.GetProperty("state").GetString());
        Assert.Equal(1, report.GetProperty("altered")[0].GetProperty("seq").GetInt32());
    }

    [Fact]
    public async Task Too_many_requests_of_one_person_are_told_to_wait()
    {
        var token = await app.TokenAsync("pending");
        var answers = await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => app.GetAsync("/api/audit", token)));
        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        await AssertProblemAsync(refused, 429, "/problems/too-many-requests");
    }

    private static List<string> ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. reader.ReadToEnd().Split('\n')];
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, int status, string type)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal((type, status), (problem.GetProperty("type").GetString(), problem.GetProperty("status").GetInt32()));
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    private static PrincipalId PrincipalOf(string token)
    {
        var claims = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(token);
        return PrincipalId.Of(claims.Issuer, claims.Subject);
    }
}
