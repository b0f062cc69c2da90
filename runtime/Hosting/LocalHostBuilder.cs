using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Countersign.Runtime.Hosting;

/// <summary>What stands behind the SDK's builder: a web application without any of ASP.NET Core's own defaults.</summary>
internal sealed class LocalHostBuilder
{
    private readonly string _directory = File.Exists(Path.Combine(AppContext.BaseDirectory, "host.json"))
        ? AppContext.BaseDirectory
        : Directory.GetCurrentDirectory();

    public LocalHostBuilder(string[] args)
    {
        Web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = _directory });
        Web.Configuration.AddInMemoryCollection(LocalSettings.Read(_directory));
        Web.Configuration.AddEnvironmentVariables();
        Web.Configuration.AddCommandLine(args);
        Web.Logging.AddConfiguration(Web.Configuration.GetSection("Logging"));
        Web.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Standard output is for the two lines that scripts wait for.
        Web.Logging.AddSimpleConsole(o => o.SingleLine = true);
        Web.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        Web.Services.Configure<JsonSerializerOptions>(o => o.PropertyNameCaseInsensitive = true);
        Web.Services.Configure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.All);
    }

    public WebApplicationBuilder Web { get; }

    public IHostApplicationBuilder Application => Web;

    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    /// <summary>The classes to look at; null for all of the functions' assembly.</summary>
    public IReadOnlyCollection<Type>? Types { get; set; }

    /// <summary>Null for the host.json beside the app.</summary>
    public HostJson? HostJson { get; set; }

    public bool ServesHttp { get; set; }

    public WebApplication Build()
    {
        var options = RuntimeOptions.Read(Web.Configuration);
        var json = HostJson ?? Hosting.HostJson.Read(_directory);
        var catalog = FunctionDiscovery.Find(Types ?? options.FunctionsAssembly().GetTypes(), ServesHttp);
        var routes = RouteTable.Build(catalog, json.RoutePrefix);
        if (routes.Hidden().FirstOrDefault(h => h.How == HiddenRoute.Extent.Same) is { } same)
            throw new InvalidOperationException(same.ToString());
        Web.Services.TryAddSingleton(TimeProvider.System);
        Web.Services.AddSingleton(options);
        Web.Services.AddSingleton(json);
        Web.Services.AddSingleton(catalog);
        Web.Services.AddSingleton(routes);
        Web.Services.AddLocalRuntime(Middleware.ToArray());
        Web.WebHost.UseKestrelCore();
        Web.WebHost.ConfigureKestrel(kestrel => KestrelLimits.Apply(kestrel, options));
        var app = Web.Build();
        app.UseForwardedHeaders();
        app.Run(app.Services.GetRequiredService<HttpDispatcher>().HandleAsync);
        return app;
    }
}
