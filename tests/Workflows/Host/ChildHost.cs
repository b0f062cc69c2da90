using Countersign.Runtime.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace Countersign.Tests.Workflows.Host;

/// <summary>A host in a process of its own.</summary>
internal static class ChildHost
{
    /// <param name="json">Text of host.json.</param>
    /// <param name="types">Full names of the function classes, with commas between.</param>
    /// <param name="args">Settings, as on any command line.</param>
    public static async Task<int> RunAsync(string json, string types, string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.Local.HostJson = HostJson.Parse(json);
        builder.Local.Types = [.. types.Split(',').Select(name => typeof(ChildHost).Assembly.GetType(name, throwOnError: true)!)];
        await builder.ConfigureFunctionsWebApplication().Build().RunAsync();
        return 0;
    }
}
