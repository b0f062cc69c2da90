using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Scripts.Story;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.BadInput;

public sealed class DoorsRefuseBadInputTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{\"message\":\"hi\"")]
    [InlineData("{\"message\":\"hi\",}")]
    [InlineData("{\"message\":\"hi\"} {}")]
    [InlineData("{\"message\":7}")]
    [InlineData("{\"message\":null}")]
    [InlineData("{}")]
    [InlineData("{\"message\":\"hi\",\"mesage\":\"x\"}")]
    [InlineData("{\"message\":\"hi\",\"message\":\"ho\"}")]
    [InlineData("{\"message\":\"hi\",\"thread\":7}")]
    [InlineData("{\"message\":\"\\ud800\"}")]
    public async Task A_body_that_is_not_as_it_must_be_starts_nothing(string body)
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);

        var reply = await ada.Doors.PostAsync("api/runs", body, default, ada.NewKey());

        ProblemAssert.Is(reply, 400, "bad-body");
        Assert.NotEmpty(reply.Text("path"));
        Assert.Empty((await ada.ReadAsync("api/runs")).GetProperty("items").EnumerateArray());
        Assert.Empty((await ada.ReadAsync("api/threads")).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("{\"repository\":\"acme/shop\",\"number\":\"7\"}")]
    [InlineData("{\"repository\":\"acme/shop\",\"number\":0}")]
    [InlineData("{\"repository\":\"acme/shop\",\"number\":7.5}")]
    [InlineData("{\"repository\":\"acme/shop\",\"number\":9007199254740993}")]
    [InlineData("{\"repository\":\"not a repository\",\"number\":7}")]
    [InlineData("{\"repository\":\"acme/../shop\",\"number\":7}")]
    [InlineData("{\"repository\":\"acme/shop\"}")]
    [InlineData("{\"repository\":\"acme/shop\",\"number\":7,\"force\":true}")]
    [InlineData("{\"repository\":\"acme/shop\",\"number\":7,\"method\":\"Merge\"}")]
    [InlineData("{\"repository\":\"acme/shop\",\"number\":7,\"method\":1}")]
    [InlineData("{\"repository\":null,\"number\":7}")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task Arguments_that_the_tool_does_not_take_propose_nothing(string arguments)
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);

        var reply = await ada.Doors.PostAsync("api/actions", $$"""{"tool":"github.merge_pull_request","arguments":{{arguments}}}""", default, ada.NewKey());

        Assert.Contains(reply.Text("type"), (string[])["/problems/invalid-arguments", "/problems/bad-body"]);
        ProblemAssert.Is(reply, 400, reply.Text("type")["/problems/".Length..]);
        Assert.Empty((await ada.ReadAsync("api/actions")).GetProperty("items").EnumerateArray());
        Assert.Empty((await ada.ReadAsync("api/runs")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_whatever_it_says_of_its_length()
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);
        var large = new JsonObject { ["message"] = new string('a', 300 * 1024) }.ToJsonString();

        ProblemAssert.Is(await ada.Doors.PostAsync("api/runs", large, default, ada.NewKey()), 413, "body-too-large");
        using var chunked = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(large)));
        ProblemAssert.Is(await SendAsync(ada, HttpMethod.Post, "api/runs", chunked, "application/json", chunkedBody: true), 413, "body-too-large");
    }

    [Fact]
    public async Task A_message_that_is_empty_or_too_long_is_refused()
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);

        foreach (var message in (string[])["", new string('a', 16_001)])
            ProblemAssert.Is(await ada.Doors.PostAsync("api/runs", new JsonObject { ["message"] = message }.ToJsonString(), default, ada.NewKey()), 400, "message-length");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task A_body_that_is_not_json_is_refused(string type)
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);
        using var body = new ByteArrayContent("{\"message\":\"hi\"}"u8.ToArray());

        ProblemAssert.Is(await SendAsync(ada, HttpMethod.Post, "api/runs", body, type), 415, "not-json");
    }

    [Theory]
    [InlineData("GET", "api/nothing", 404, "not-found")]
    [InlineData("GET", "api", 404, "not-found")]
    [InlineData("POST", "nothing/at/all", 404, "not-found")]
    [InlineData("DELETE", "api/runs", 405, "method-not-allowed")]
    [InlineData("PUT", "api/actions/act_0", 405, "method-not-allowed")]
    [InlineData("GET", "api/stop", 405, "method-not-allowed")]
    [InlineData("PATCH", "api/accounts", 405, "method-not-allowed")]
    [InlineData("GET", "api/runs/run_0", 404, "not-found")]
    [InlineData("GET", "api/actions/act_zzzzzzzzzzzzzzzzzzzzzzzzzz", 404, "not-found")]
    [InlineData("GET", "api/approvals/nobody", 404, "not-found")]
    [InlineData("GET", "api/threads/thr_%2e%2e%2f", 404, "not-found")]
    [InlineData("POST", "api/accounts/gitlab/confirm", 404, "not-found")]
    [InlineData("GET", "api/runs?limit=0", 400, "bad-parameter")]
    [InlineData("GET", "api/runs?limit=201", 400, "bad-parameter")]
    [InlineData("GET", "api/runs?limit=ten", 400, "bad-parameter")]
    [InlineData("GET", "api/runs?limits=10", 400, "bad-parameter")]
    [InlineData("GET", "api/runs?cursor=", 400, "bad-parameter")]
    [InlineData("GET", "api/runs?cursor=abc", 400, "bad-cursor")]
    [InlineData("GET", "api/runs?cursor=1.abc", 400, "bad-cursor")]
    [InlineData("GET", "api/actions?cursor=99999999999.AAAA", 400, "bad-cursor")]
    [InlineData("GET", "api/audit?from=yesterday", 400, "bad-parameter")]
    [InlineData("GET", "api/events?run=nobody", 400, "bad-parameter")]
    public async Task An_address_or_parameter_that_is_none_of_ours_is_said_to_be(string method, string path, int status, string type)
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);

        ProblemAssert.Is(await ada.Doors.SendAsync(HttpMethod.Parse(method), path, null, ada.NewKey(), default), status, type);
    }

    [Fact]
    public async Task A_cursor_that_was_changed_by_one_letter_is_none()
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);
        for (var i = 0; i < 2; i++) await ada.RunAsync(await ada.AskAsync("say \"hello\""), "done");
        var cursor = (await ada.ReadAsync("api/runs?limit=1")).GetProperty("next").GetString()!;

        var changed = cursor[..^6] + (cursor[^6] == 'A' ? 'B' : 'A') + cursor[^5..];

        ProblemAssert.Is(await ada.Doors.GetAsync($"api/runs?limit=1&cursor={Uri.EscapeDataString(changed)}", default), 400, "bad-cursor");
    }

    [Fact]
    public async Task What_starts_work_wants_an_idempotency_key_of_its_own_body()
    {
        using var ada = await Someone.NewAsync(shared.World, linked: false);
        var body = new JsonObject { ["message"] = "say \"one\"" }.ToJsonString();

        ProblemAssert.Is(await ada.Doors.PostAsync("api/runs", body, default), 400, "idempotency-key-missing");
        ProblemAssert.Is(await ada.Doors.PostAsync("api/runs", body, default, new string('k', 256)), 400, "idempotency-key-missing");
        var first = await ada.Doors.PostAsync("api/runs", body, default, "k1");
        var again = await ada.Doors.PostAsync("api/runs", body, default, "k1");
        Assert.Equal((202, first.Text("id")), ((int)again.Status, again.Text("id")));
        ProblemAssert.Is(await ada.Doors.PostAsync("api/runs", new JsonObject { ["message"] = "say \"two\"" }.ToJsonString(), default, "k1"), 422, "idempotency-key-reused");
        Assert.Single((await ada.ReadAsync("api/runs")).GetProperty("items").EnumerateArray());
    }

    private static async Task<Reply> SendAsync(Someone ada, HttpMethod method, string path, HttpContent body, string type, bool chunkedBody = false)
    {
        using var http = new HttpClient(ada.World.Line()) { BaseAddress = ada.World.Url };
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ada.Doors.Token);
        request.Headers.Add("Idempotency-Key", ada.NewKey());
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.TransferEncodingChunked = chunkedBody;
        using var response = await http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return new Reply(response.StatusCode, System.Text.Json.JsonDocument.Parse(bytes).RootElement.Clone(), null, response.Content.Headers.ContentType?.MediaType);
    }
}
