using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Countersign.Runtime.Hosting;

/// <summary>What stands behind the SDK's builder: a web application without any of ASP.NET Core's own defaults.</summary>
internal sealed class LocalHostBuilder
{
    public LocalHostBuilder(string[] args)
    {
        Web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        Web.Configuration.AddEnvironmentVariables();
        Web.Configuration.AddCommandLine(args);
    }

    public WebApplicationBuilder Web { get; }

    public IHostApplicationBuilder Application => Web;

    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    public Assembly? Functions { get; set; } = Assembly.GetEntryAssembly();

    public bool ServesHttp { get; set; }

    public IHost Build() => Web.Build();
}
