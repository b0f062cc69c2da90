using Countersign.Runtime.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Countersign.Tests.Workflows.Host;

/// <summary>A real host on a free port, with the functions of the given classes and a data directory of its own.</summary>
internal sealed class HostUnderTest : IAsyncDisposable
{
    private readonly IHost _host;

    private HostUnderTest(IHost host)
    {
        _host = host;
        Address = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Http = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _host.Services;

    public static FunctionsApplicationBuilder Builder(string? data, params Type[] functions)
    {
        data ??= Directory.CreateTempSubdirectory("host-").FullName;
        var builder = FunctionsApplication.CreateBuilder(
        [
            "--Runtime:Url=http://127.0.0.1:0", $"--Runtime:Data={data}", "--Runtime:DrainSeconds=5",
            "--Logging:LogLevel:Default=Critical",
        ]);
        builder.Local.Types = functions;
        builder.Local.HostJson = HostJson.Parse("""{ "version": "2.0", "extensions": { "http": { "routePrefix": "" } } }""");
        return builder.ConfigureFunctionsWebApplication();
    }

    public static Task<HostUnderTest> StartAsync(params Type[] functions) => StartAsync(Builder(null, functions));

    public static async Task<HostUnderTest> StartAsync(FunctionsApplicationBuilder builder)
    {
        var host = builder.Build();
        await host.StartAsync();
        return new HostUnderTest(host);
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
