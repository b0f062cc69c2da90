using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Countersign.Runtime.Hosting;

/// <summary>Says on standard output where the app listens, once it does, and in the log what was found.</summary>
internal sealed class StartNotice(
    IServer server, RouteTable routes, FunctionCatalog catalog, IHostApplicationLifetime lifetime, ILogger<StartNotice> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        log.FunctionsFound(Enum.GetValues<TriggerKind>().Sum(kind => catalog.Of(kind).Count()), routes.Routes.Count);
        foreach (var hidden in routes.Hidden())
            log.RouteHidden(hidden.ToString());
        lifetime.ApplicationStarted.Register(() =>
        {
            foreach (var address in server.Features.Get<IServerAddressesFeature>()!.Addresses)
                Console.Out.WriteLine($"Listening on {address}");
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
