using System.Text;
using System.Text.Json;
using Countersign.Connectors;
using Countersign.Egress;
using Countersign.Runs.Model;
using Countersign.Tests.Fuzz;
using Countersign.Tests.Workflows.GitHub;
using Countersign.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OpenAI.Chat;

namespace Countersign.Tests.Workflows.Fuzz;

/// <summary>Whatever GitHub, the tenant or the model answers, it is an outcome: no exception, no hang.</summary>
public sealed class AnswersTests(LiveGitHub github) : IClassFixture<LiveGitHub>
{
    private static readonly Dictionary<string, string> Reads = new()
    {
        ["get_issue"] = "\"number\":1", ["get_pull_request"] = "\"number\":7", ["get_pull_request_diff"] = "\"number\":7", ["list_pull_request_files"] = "\"number\":7",
        ["list_checks"] = "\"number\":7", ["get_commit"] = "\"ref\":\"main\"", ["list_commits"] = "", ["list_issues"] = "", ["list_pull_requests"] = "",
        ["get_contents"] = "\"path\":\"README.md\"", ["create_issue"] = "\"title\":\"t\"", ["merge_pull_request"] = "\"number\":7", ["close_issue"] = "\"number\":2",
        ["comment"] = "\"number\":2,\"body\":\"words\"", ["commit_files"] = "\"branch\":\"b\",\"message\":\"m\",\"files\":[{\"path\":\"a.txt\",\"content\":\"a\"}]",
    };

    private static readonly string[] Chunks =
    [
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"hello"},"finish_reason":null}],"usage":null}""",
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"github_get_issue","arguments":"{\"a\":1}"}}]},"finish_reason":null}]}""",
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""",
    ];

    [Fact]
    public async Task Of_a_provider()
    {
        var fuzzing = Fuzzing.Of("GitHub's answers", 20, 150);
        await using var hostile = await HostileGitHub.StartAsync(github);
        var shop = await github.ShopAsync();
        await fuzzing.EachAsync(async (random, number) =>
        {
            var (name, arguments) = Reads.ElementAt(random.Next(Reads.Count));
            var spoilt = random.Next(3);
            var log = new StringBuilder(name);
            hostile.Spoil = (response, body) =>
            {
                if (spoilt-- > 0) return body;
                if (random.Next(4) == 0) response.StatusCode = new[] { 200, 201, 204, 206, 300, 400, 401, 403, 404, 409, 410, 415, 422, 429, 451, 500, 502, 599 }[random.Next(18)];
                if (random.Next(4) == 0) response.Headers.Link = Printable(Mutations.Text(random));
                if (random.Next(6) == 0) response.Headers.RetryAfter = Printable(Mutations.Text(random));
                if (random.Next(6) == 0) response.Headers["x-ratelimit-remaining"] = random.Next(2) == 0 ? "0" : Printable(Mutations.Text(random));
                if (random.Next(6) == 0) response.Headers["x-ratelimit-reset"] = Printable(Mutations.Text(random));
                var changed = Mutations.Json(random, Encoding.UTF8.GetString(body));
                log.Append('\n').Append(response.StatusCode).Append(' ').Append(Encoding.UTF8.GetString(changed));
                return changed;
            };
            await HoldsAsync(fuzzing, number, () => log.ToString(), async () =>
            {
                var tool = hostile.Tools.All.Single(t => t.Declaration.Name.Value == "github." + name);
                var parsed = ((ArgumentsResult.Parsed)tool.Parse(JsonElement.Parse(shop.With(arguments)))).Canonical;
                var call = new ToolCall(await github.PassAsync(tool.Declaration, "ada"), github.TokenOf("ada"), parsed);
                if (tool.Declaration.Writes.Count == 0)
                {
                    Assert.NotNull(await tool.ReadAsync(call, CancellationToken.None));
                    return;
                }

                if (await tool.ResolveAsync(call, CancellationToken.None) is not Resolution.Resolved resolved) return;
                Assert.NotNull(tool.Summarize(parsed, resolved.Value));
                Assert.NotNull(await tool.LookAsync(call with { Resolved = resolved.Value }, "act_0", CancellationToken.None));
            });
        });
        fuzzing.Report([]);
    }

    [Fact]
    public async Task Of_the_tenant()
    {
        var fuzzing = Fuzzing.Of("the tenant's answers", 10, 150);
        Random? drawn = null;
        var log = "";
        await using var listener = await LoopbackServer.StartAsync(async context =>
        {
            var random = drawn!; // set before every request
            context.Response.StatusCode = new[] { 200, 200, 400, 401, 403, 404, 429, 500, 503 }[random.Next(9)];
            if (random.Next(3) == 0) context.Response.Headers.RetryAfter = Printable(Mutations.Text(random));
            if (random.Next(3) == 0) context.Response.Headers["x-ratelimit-reset"] = Printable(Mutations.Text(random));
            var body = Mutations.Json(random, """{"error":"slow_down","error_description":"x","interval":5,"access_token":"x","expires_in":60,"message":"m"}""");
            log = Encoding.UTF8.GetString(body);
            await context.Response.Body.WriteAsync(body);
        });
        using var egress = Clients(listener, TenantClient.Origin);
        var tenant = new TenantClient(egress, Options.Create(new VaultOptions()), TimeProvider.System);
        await fuzzing.EachAsync(async (random, number) =>
        {
            drawn = random;
            await HoldsAsync(fuzzing, number, () => log, async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "oauth/token");
                Assert.NotNull(await tenant.SendAsync(request, CancellationToken.None));
            });
        });
        fuzzing.Report([]);
    }

    [Fact]
    public async Task Of_the_model_in_the_middle_of_a_stream()
    {
        var fuzzing = Fuzzing.Of("the model's streams", 10, 150);
        Random? drawn = null;
        var log = "";
        await using var listener = await LoopbackServer.StartAsync(async context =>
        {
            var random = drawn!; // set before every request
            context.Response.StatusCode = random.Next(8) == 0 ? new[] { 400, 401, 404, 429, 500 }[random.Next(5)] : 200;
            context.Response.ContentType = random.Next(6) == 0 ? Printable(Mutations.Text(random)) : "text/event-stream";
            if (random.Next(6) == 0) context.Response.Headers.RetryAfter = Printable(Mutations.Text(random));
            var stream = new MemoryStream();
            foreach (var chunk in Chunks)
            {
                stream.Write(Encoding.UTF8.GetBytes(random.Next(6) == 0 ? Printable(Mutations.Text(random)) : "data: "));
                stream.Write(random.Next(2) == 0 ? Encoding.UTF8.GetBytes(chunk) : Mutations.Json(random, chunk));
                stream.Write("\n\n"u8);
            }

            if (random.Next(3) != 0) stream.Write("data: [DONE]\n\n"u8);
            log = Encoding.UTF8.GetString(stream.ToArray());
            await context.Response.Body.WriteAsync(stream.ToArray());
            if (random.Next(6) == 0) context.Abort();
        });
        using var egress = Clients(listener, "model");
        var options = new ModelOptions { Endpoint = listener.Origin + "v1", Name = "m", Key = "k" };
        var model = new AgentModel(egress.Create("model"), Options.Create(options), TimeProvider.System, NullLogger<AgentModel>.Instance);
        await fuzzing.EachAsync(async (random, number) =>
        {
            drawn = random;
            await HoldsAsync(fuzzing, number, () => log, async () =>
                Assert.NotNull(await model.AskAsync([new UserChatMessage("hi")], [], (_, _) => Task.CompletedTask, CancellationToken.None)));
        });
        fuzzing.Report([]);
    }

    private static async Task HoldsAsync(Fuzzing fuzzing, int number, Func<string> input, Func<Task> one)
    {
        try
        {
            await one().WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (Exception e)
        {
            throw new Xunit.Sdk.XunitException($"{fuzzing.Where(number, input())}\n{e}");
        }
    }

    private static string Printable(string text) => new([.. text.Where(letter => letter is >= ' ' and <= '~')]);

    private static EgressClients Clients(LoopbackServer listener, string name)
    {
        var options = new EgressOptions();
        options.PrivateOrigins.Add(listener.Origin.GetLeftPart(UriPartial.Authority));
        return new EgressClients(
            [new EgressClient(name, _ => new EgressClientOptions { BaseAddress = listener.Origin, Own = [new("POST", "oauth/token"), new("POST", "v1/chat/completions")] })],
            new ServiceCollection().BuildServiceProvider(), Options.Create(options), TimeProvider.System, NullLogger<EgressClients>.Instance);
    }
}
