using System.Diagnostics;
using System.Net;
using Countersign.Egress;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Countersign.Tests.Unit.Egress;

public sealed class EgressTests : IAsyncLifetime
{
    private readonly List<(string? Cookie, string? Trace)> _seen = [];
    private LoopbackServer _server = null!; // set before every test

    public async Task InitializeAsync() => _server = await LoopbackServer.StartAsync(AnswerAsync);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_declared_request_is_sent_and_answered()
    {
        using var clients = Clients();
        using var request = Request(HttpMethod.Get, "ok?page=2", new RequestTemplate("GET", "ok"));
        using var response = await clients.Create("party").SendAsync(request);
        Assert.Equal("fine", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "secret", "not_declared")]
    [InlineData("POST", "ok", "not_declared")]
    [InlineData("GET", "ok/more", "not_declared")]
    [InlineData("GET", "https://elsewhere.example/ok", "other_origin")]
    [InlineData("GET", "http://user:password@127.0.0.1:PORT/ok", "other_origin")]
    public async Task What_is_not_declared_or_goes_elsewhere_is_not_sent(string method, string address, string code)
    {
        using var clients = Clients();
        using var request = Request(new HttpMethod(method), address.Replace("PORT", $"{_server.Origin.Port}", StringComparison.Ordinal), new RequestTemplate("GET", "ok"));
        Assert.Equal(code, (await Assert.ThrowsAsync<EgressStoppedException>(() => clients.Create("party").SendAsync(request))).Code);
        Assert.Empty(_seen);
    }

    [Fact]
    public async Task Without_a_policy_only_the_clients_own_requests_are_sent()
    {
        using var clients = Clients(new RequestTemplate("GET", "ok"));
        Assert.Equal(HttpStatusCode.OK, (await clients.Create("party").GetAsync(new Uri("ok", UriKind.Relative))).StatusCode);
        await Assert.ThrowsAsync<EgressStoppedException>(() => clients.Create("party").GetAsync(new Uri("other", UriKind.Relative)));
    }

    [Fact]
    public async Task Nothing_is_sent_after_its_time()
    {
        using var clients = Clients();
        using var request = new HttpRequestMessage(HttpMethod.Get, "ok");
        new EgressPolicy([new RequestTemplate("GET", "ok")], TimeProvider.System.GetUtcNow()).ApplyTo(request);
        Assert.Equal("too_late", (await Assert.ThrowsAsync<EgressStoppedException>(() => clients.Create("party").SendAsync(request))).Code);
        Assert.Empty(_seen);
    }

    [Theory]
    [InlineData("https", "private_address")]
    [InlineData("http", "not_https")]
    public async Task A_private_address_is_refused_unless_its_origin_is_listed(string scheme, string code)
    {
        using var clients = Clients([], listed: false, scheme);
        using var request = Request(HttpMethod.Get, "ok", new RequestTemplate("GET", "ok"));
        Assert.Equal(code, (await Assert.ThrowsAsync<EgressStoppedException>(() => clients.Create("party").SendAsync(request))).Code);
        Assert.Empty(_seen);
    }

    [Fact]
    public async Task A_redirect_comes_back_as_it_is_and_cookies_are_not_kept()
    {
        using var clients = Clients(new RequestTemplate("GET", "moved"), new RequestTemplate("GET", "ok"));
        var moved = await clients.Create("party").GetAsync(new Uri("moved", UriKind.Relative));
        Assert.Equal(HttpStatusCode.MovedPermanently, moved.StatusCode);
        await clients.Create("party").GetAsync(new Uri("ok", UriKind.Relative));
        Assert.Equal(2, _seen.Count);
        Assert.Null(_seen[1].Cookie);
    }

    [Fact]
    public async Task Our_trace_is_not_told()
    {
        using var listener = new ActivityListener { ShouldListenTo = _ => true, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        using var activity = source.StartActivity("outer");
        using var clients = Clients(new RequestTemplate("GET", "ok"));
        await clients.Create("party").GetAsync(new Uri("ok", UriKind.Relative));
        Assert.Null(_seen[0].Trace);
    }

    [Fact]
    public async Task An_answer_past_its_size_is_cut_with_an_error()
    {
        using var clients = Clients(new RequestTemplate("GET", "big"));
        await Assert.ThrowsAsync<HttpRequestException>(() => clients.Create("party").GetByteArrayAsync(new Uri("big", UriKind.Relative)));
    }

    [Theory]
    [InlineData("never")]
    [InlineData("slowly")]
    public async Task An_answer_past_its_time_is_an_error_whether_head_or_body_is_late(string path)
    {
        using var clients = Clients(new RequestTemplate("GET", path));
        Assert.Equal("time_out", (await Assert.ThrowsAsync<HttpRequestException>(() => clients.Create("party").GetAsync(new Uri(path, UriKind.Relative)))).Message);
    }

    private static HttpRequestMessage Request(HttpMethod method, string address, RequestTemplate allowed)
    {
        var request = new HttpRequestMessage(method, new Uri(address, UriKind.RelativeOrAbsolute));
        new EgressPolicy([allowed], DateTimeOffset.MaxValue).ApplyTo(request);
        return request;
    }

    private EgressClients Clients(params RequestTemplate[] own) => Clients(own, listed: true, "http");

    private EgressClients Clients(RequestTemplate[] own, bool listed, string scheme)
    {
        var origin = new UriBuilder(_server.Origin) { Scheme = scheme }.Uri;
        var options = new EgressOptions();
        if (listed) options.PrivateOrigins.Add(origin.GetLeftPart(UriPartial.Authority));
        var client = new EgressClient("party", _ => new EgressClientOptions
        {
            BaseAddress = origin, Own = own, Timeout = TimeSpan.FromMilliseconds(own.Any(o => o.Path is "never" or "slowly") ? 300 : 20_000), MaxResponseBytes = 1000,
        });
        return new EgressClients([client], new ServiceCollection().BuildServiceProvider(), Options.Create(options), TimeProvider.System, NullLogger<EgressClients>.Instance);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        _seen.Add((context.Request.Headers.Cookie, context.Request.Headers.TraceParent));
        context.Response.Cookies.Append("who", "me");
        switch (context.Request.Path.Value)
        {
            case "/moved":
                context.Response.Redirect("/ok", permanent: true);
                break;
            case "/big":
                await context.Response.WriteAsync(new string('x', 2000));
                break;
            case "/slowly":
                await context.Response.WriteAsync("x");
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                break;
            case "/never":
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                break;
            default:
                await context.Response.WriteAsync("fine");
                break;
        }
    }
}
