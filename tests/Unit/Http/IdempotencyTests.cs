using System.Text.Json;
using Countersign.Http;
using Countersign.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Unit.Http;

public sealed class IdempotencyTests(RunningApp app) : IClassFixture<RunningApp>
{
    private static readonly Caller Ada = Someone("ada");
    private int _worked;

    [Fact]
    public async Task The_same_key_and_body_work_once_and_get_the_same_answer()
    {
        var first = await Run("key-1", "body");
        var again = await Run("key-1", "body");
        Assert.Equal((202, "/api/runs/1", 1), (again.Status, again.Location, _worked));
        Assert.Equal(first.Body.GetRawText(), again.Body.GetRawText());
    }

    [Fact]
    public async Task A_key_is_its_persons_and_its_routes_own()
    {
        await Run("key-2", "body");
        await Run("key-2", "body", caller: Someone("grace"));
        await Run("key-2", "body", route: "api/actions");
        Assert.Equal(3, _worked);
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        await Run("key-3", "body");
        Assert.Equal(422, (await Assert.ThrowsAsync<ProblemException>(() => Run("key-3", "other"))).Problem.Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("with space")]
    public async Task Without_a_usable_key_nothing_is_started(string? key)
    {
        Assert.Equal("/problems/idempotency-key-missing", (await Assert.ThrowsAsync<ProblemException>(() => Run(key, "body"))).Problem.Type);
        Assert.Equal(0, _worked);
    }

    [Fact]
    public async Task Work_that_was_cut_off_is_done_again_from_the_same_seed()
    {
        var seeds = new List<byte[]>();
        await Assert.ThrowsAsync<IOException>(() => Run("key-4", "body", seed => { seeds.Add(seed); throw new IOException(); }));
        await Run("key-4", "body", seeds.Add);
        Assert.Equal(seeds[0], seeds[1]);
        Assert.True(RunId.TryParse(RunId.From(seeds[0]).Value, out _));
    }

    private static Caller Someone(string name) =>
        new(PrincipalId.Of("https://tenant.example/", "auth0|" + name), "auth0|" + name, new AccessToken("x"), DateTimeOffset.MaxValue, "web");

    private Task<Answer> Run(string? key, string body, Action<byte[]>? work = null, string route = "api/runs", Caller? caller = null)
    {
        var http = new DefaultHttpContext();
        if (key is not null) http.Request.Headers["Idempotency-Key"] = key;
        var idempotency = app.Services.GetRequiredService<Idempotency>();
        return idempotency.RunAsync(caller ?? Ada, route, http.Request, System.Text.Encoding.UTF8.GetBytes(body), (seed, _) =>
        {
            _worked++;
            work?.Invoke(seed);
            return Task.FromResult(new Answer(202, "/api/runs/1", JsonDocument.Parse($$"""{"n":{{_worked}}}""").RootElement));
        }, default);
    }
}
