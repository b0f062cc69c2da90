using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Workflows.Host;

public sealed class BindingTests : IAsyncLifetime
{
    private HostUnderTest _host = null!;

    public async Task InitializeAsync()
    {
        var builder = HostUnderTest.Builder(null, typeof(BoundFunctions));
        builder.Services.AddScoped<Scoped>();
        _host = await HostUnderTest.StartAsync(builder);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("/number/41", "41")]
    [InlineData("/defaults", "True True 7")]
    [InlineData("/typed/9e952958-5e33-4daf-827f-2fa12937b875/true/w", "9e9529585e334daf827f2fa12937b875 True w True w")]
    [InlineData("/written", "written")]
    public async Task Parameters_are_bound_by_name_and_never_from_services(string path, string answer) => Assert.Equal(answer, await GetAsync(path));

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/text")]
    public async Task What_is_no_result_is_an_empty_200(string path) => Assert.Equal("", await GetAsync(path));

    [Theory]
    [InlineData("/number/x")]
    [InlineData("/missing")]
    [InlineData("/thrown")]
    public async Task What_escapes_a_function_is_an_empty_500(string path)
    {
        using var answer = await _host.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Each_invocation_has_a_scope_of_its_own_and_its_class_is_made_from_it()
    {
        var first = await GetAsync("/scope");
        var second = await GetAsync("/scope");
        Assert.StartsWith("True", first, StringComparison.Ordinal);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task The_context_says_what_the_function_is_and_forwarded_headers_are_applied()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/definition");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "app.example");
        using var answer = await _host.Http.SendAsync(request);
        Assert.Equal("Definition request:httpTrigger True https app.example", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(1048576, HttpStatusCode.OK)]
    [InlineData(1048577, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_above_the_limit_is_for_the_function_to_refuse(int length, HttpStatusCode status)
    {
        using var body = new ByteArrayContent(new byte[length]);
        using var answer = await _host.Http.PostAsync(new Uri("/body", UriKind.Relative), body);
        Assert.Equal(status, answer.StatusCode);
    }

    private Task<string> GetAsync(string path) => _host.Http.GetStringAsync(new Uri(path, UriKind.Relative));
}
