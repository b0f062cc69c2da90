using System.Net;
using System.Text.Json;
using Countersign.Runtime.Hosting;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Workflows.Host;

public sealed class InspectionTests : IAsyncLifetime
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false });
    private HostUnderTest _host = null!;
    private Uri _page = null!;
    private string _id = null!;

    public async Task InitializeAsync()
    {
        _host = await HostUnderTest.StartAsync(typeof(DurableFunctionsUnderTest));
        _page = _host.Services.GetRequiredService<InspectionService>().Url!;
        var client = _host.Services.GetRequiredService<DurableTaskClient>();
        _id = await client.ScheduleNewOrchestrationInstanceAsync("Waits", "<b>input</b>");
        await Poll.UntilAsync(async () => (await client.GetInstanceAsync(_id))?.RuntimeStatus == OrchestrationRuntimeStatus.Running);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task The_holder_of_the_token_reads_why_an_instance_waits()
    {
        var list = await ReadAsync("/instances");
        Assert.Equal(_id, list.GetProperty("instances")[0].GetProperty("id").GetString());
        Assert.Contains("go", list.GetProperty("instances")[0].GetProperty("waits").GetString()!, StringComparison.Ordinal);
        var one = await ReadAsync($"/instances/{_id}");
        Assert.NotEqual(0, one.GetProperty("history").GetArrayLength());
    }

    [Fact]
    public async Task Pages_are_readable_and_encode_what_instances_hold()
    {
        Assert.Contains(_id, await _http.GetStringAsync(_page), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, Address($"/instances/{_id}"));
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = await _http.SendAsync(request);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<b>input", page, StringComparison.Ordinal);
        Assert.Contains("ExecutionStarted", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("?token=", HttpStatusCode.Unauthorized)]
    [InlineData("?token=0000000000000000000000000000000000000000000000000000000000000000", HttpStatusCode.Unauthorized)]
    public async Task Nobody_else_reads_anything(string query, HttpStatusCode status)
    {
        foreach (var path in new[] { "/", "/instances", $"/instances/{_id}", "/set-aside", "/nowhere" })
        {
            using var answer = await _http.GetAsync(new Uri(_page, path + query));
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("Host", "localhost")]
    [InlineData("Host", "evil.example")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task Another_host_or_a_foreign_origin_is_refused_even_with_the_token(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address($"/instances/{_id}/terminate"));
        request.Headers.TryAddWithoutValidation(header, header == "Host" ? $"{value}:{_page.Port}" : value);
        using var answer = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("Running", (await ReadAsync($"/instances/{_id}")).GetProperty("instance").GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_operator_ends_and_purges_an_instance()
    {
        using var early = await _http.PostAsync(Address($"/instances/{_id}/purge"), null);
        Assert.Equal(HttpStatusCode.Conflict, early.StatusCode);
        using var terminated = await _http.PostAsync(Address($"/instances/{_id}/terminate"), null);
        Assert.Equal(HttpStatusCode.OK, terminated.StatusCode);
        await Poll.UntilAsync(async () =>
            (await ReadAsync($"/instances/{_id}")).GetProperty("instance").GetProperty("status").GetString() == "Terminated");
        using var purged = await _http.PostAsync(Address($"/instances/{_id}/purge"), null);
        Assert.Equal(HttpStatusCode.OK, purged.StatusCode);
        using var gone = await _http.GetAsync(Address($"/instances/{_id}"));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_delivery_can_be_doubled_of_an_activity_that_is_there()
    {
        using var known = await _http.PostAsync(Address("/activities/sum/double"), null);
        using var unknown = await _http.PostAsync(Address("/activities/nothing-such/double"), null);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (known.StatusCode, unknown.StatusCode));
    }

    private Uri Address(string path) => new(_page, path + _page.Query);

    private async Task<JsonElement> ReadAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_page, path));
        request.Headers.Authorization = new("Bearer", _page.Query["?token=".Length..]);
        using var answer = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }
}
