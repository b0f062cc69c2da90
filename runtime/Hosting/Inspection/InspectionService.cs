using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Countersign.Runtime.Hosting;

/// <summary>Serves the inspection pages on a loopback port of their own, for the holder of the token that is printed at start.</summary>
internal sealed class InspectionService(RuntimeOptions options, InspectionEndpoints endpoints, IHostApplicationLifetime lifetime) : IHostedService
{
    private WebApplication? _web;

    /// <summary>With the token; null while off.</summary>
    public Uri? Url { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.InspectionPort is not { } port)
            return;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 16 * 1024;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        _web = builder.Build();
        var token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        _web.Use(new InspectionGuard(token).InvokeAsync);
        endpoints.Map(_web);
        await _web.StartAsync(cancellationToken);
        var address = _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"{address}/?token={token}"));
        lifetime.ApplicationStarted.Register(() => Console.Out.WriteLine($"Inspection on {Url}"));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_web is null)
            return;
        await _web.StopAsync(cancellationToken);
        await _web.DisposeAsync();
    }
}
