using System.Security.Cryptography;
using Countersign.Egress;
using Countersign.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Countersign.Tests.Unit.Identity;

public sealed class SigningKeysTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly List<string> _served = ["one"];
    private LoopbackServer _server = null!; // set before every test
    private int _asked;
    private bool _down;
    private string? _issuer;
    private string? _address;

    public async Task InitializeAsync() => _server = await LoopbackServer.StartAsync(AnswerAsync);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_known_key_is_read_once()
    {
        using var keys = Keys();
        Assert.NotNull(await keys.FindAsync("one", default));
        Assert.NotNull(await keys.FindAsync("one", default));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task An_unknown_key_refreshes_at_most_once_a_minute()
    {
        using var keys = Keys();
        for (var i = 0; i < 5; i++) Assert.Null(await keys.FindAsync("two", default));
        Assert.Equal(1, _asked);
        _served.Add("two");
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.NotNull(await keys.FindAsync("two", default));
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task A_key_that_the_tenant_took_back_is_no_longer_taken_after_an_hour()
    {
        using var keys = Keys();
        Assert.NotNull(await keys.FindAsync("one", default));
        _served[0] = "two";
        _time.Advance(TimeSpan.FromMinutes(61));
        Assert.Null(await keys.FindAsync("one", default));
    }

    [Fact]
    public async Task While_the_tenant_is_away_known_keys_serve_for_a_day_and_nobody_is_let_in_without()
    {
        using var keys = Keys();
        _down = true;
        await Assert.ThrowsAsync<HttpRequestException>(() => keys.FindAsync("one", default));
        _down = false;
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.NotNull(await keys.FindAsync("one", default));
        _down = true;
        _time.Advance(TimeSpan.FromHours(23));
        Assert.NotNull(await keys.FindAsync("one", default));
        _time.Advance(TimeSpan.FromHours(2));
        await Assert.ThrowsAsync<HttpRequestException>(() => keys.FindAsync("one", default));
    }

    [Fact]
    public async Task A_discovery_document_of_another_issuer_is_not_believed()
    {
        using var keys = Keys();
        _issuer = "https://elsewhere.example/";
        await Assert.ThrowsAsync<HttpRequestException>(() => keys.FindAsync("one", default));
    }

    [Theory]
    [InlineData("http://127.0.0.2:9/.well-known/jwks.json")]
    [InlineData("https://elsewhere.example/.well-known/jwks.json")]
    [InlineData("ORIGINother.json")]
    [InlineData("ftp://elsewhere.example/keys")]
    [InlineData("not an address")]
    [InlineData("")]
    public async Task A_list_of_keys_anywhere_else_is_not_read(string address)
    {
        using var keys = Keys();
        _address = address.Replace("ORIGIN", _server.Origin.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => keys.FindAsync("one", default));
        Assert.Equal(0, _asked);
    }

    private SigningKeys Keys()
    {
        var egress = new EgressOptions();
        egress.PrivateOrigins.Add(_server.Origin.GetLeftPart(UriPartial.Authority));
        var client = new EgressClient(SigningKeys.Client, _ => new EgressClientOptions { BaseAddress = _server.Origin, Own = SigningKeys.Requests });
        var clients = new EgressClients(
            [client], new ServiceCollection().BuildServiceProvider(), Options.Create(egress), TimeProvider.System, NullLogger<EgressClients>.Instance);
        return new SigningKeys(clients, Options.Create(new Auth0Options { Issuer = _server.Origin.ToString() }), _time, NullLogger<SigningKeys>.Instance);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (_down)
        {
            context.Response.StatusCode = 500;
            return;
        }

        if (context.Request.Path == "/.well-known/openid-configuration")
        {
            await context.Response.WriteAsync($$"""{"issuer":"{{_issuer ?? _server.Origin.ToString()}}","jwks_uri":"{{_address ?? _server.Origin + ".well-known/jwks.json"}}"}""");
            return;
        }

        _asked++;
        using var rsa = RSA.Create(2048);
        var (n, e) = (Base64UrlEncoder.Encode(rsa.ExportParameters(false).Modulus), Base64UrlEncoder.Encode(rsa.ExportParameters(false).Exponent));
        var keys = _served.Select(id => $$"""{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{id}}","n":"{{n}}","e":"{{e}}"}""");
        await context.Response.WriteAsync($$"""{"keys":[{{string.Join(",", keys)}}]}""");
    }
}
