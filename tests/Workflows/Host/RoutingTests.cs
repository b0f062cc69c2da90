using System.Net;

namespace Countersign.Tests.Workflows.Host;

public sealed class RoutingTests : IAsyncLifetime
{
    private HostUnderTest _host = null!;

    public async Task InitializeAsync() => _host = await HostUnderTest.StartAsync(typeof(RoutedFunctions));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("/things/new", "any new")]
    [InlineData("/THINGS/7", "any 7")]
    [InlineData("/things/a%2Fb%20c", "any a%2Fb c")]
    [InlineData("/numbers/41", "number 42")]
    [InlineData("/maybe", "maybe null")]
    [InlineData("/maybe/x", "maybe x")]
    [InlineData("/unrouted", "by name")]
    [InlineData("/paths/a%2Fb//c%20d/", "a%2Fb//c d/|a%2Fb//c d/|/paths/a%2Fb//c d/")]
    public async Task The_first_function_name_whose_route_matches_answers(string path, string answer) =>
        Assert.Equal(answer, await _host.Http.GetStringAsync(new Uri(path, UriKind.Relative)));

    [Fact]
    public async Task A_method_that_the_first_match_does_not_list_goes_on_to_the_next_name()
    {
        var answer = await _host.Http.PostAsync(new Uri("/things/new", UriKind.Relative), null);
        Assert.Equal("new", await answer.Content.ReadAsStringAsync());
        answer = await _host.Http.DeleteAsync(new Uri("/things/new", UriKind.Relative));
        Assert.Equal("last", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("PUT", "/things/1")]
    [InlineData("HEAD", "/things/1")]
    [InlineData("OPTIONS", "/things/1")]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/numbers/x")]
    [InlineData("DELETE", "/admin/host/status")]
    [InlineData("DELETE", "/runtime/webhooks/durabletask")]
    public async Task No_route_a_wrong_method_and_the_hosts_own_paths_are_an_empty_404(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await _host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }
}
