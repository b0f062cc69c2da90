using Countersign.Runtime.Hosting;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Collects settings, services and middleware of a function app; <see cref="Build"/> finds its functions.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly LocalHostBuilder _local;

    internal FunctionsApplicationBuilder(string[] args)
    {
        _local = new LocalHostBuilder(args);
    }

    internal LocalHostBuilder Local => _local;

    public IDictionary<object, object> Properties => _local.Application.Properties;

    public ConfigurationManager Configuration => _local.Web.Configuration;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    public IHostEnvironment Environment => _local.Web.Environment;

    public ILoggingBuilder Logging => _local.Web.Logging;

    public IMetricsBuilder Metrics => _local.Web.Metrics;

    public IServiceCollection Services => _local.Web.Services;

    /// <exception cref="InvalidOperationException">A function that the host would leave out, or could not run; the message names it.</exception>
    public IHost Build() => _local.Build();

    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        _local.Application.ConfigureContainer(factory, configure);

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        _local.Middleware.Add(middleware);
        return this;
    }
}
