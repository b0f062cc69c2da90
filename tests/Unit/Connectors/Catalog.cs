using Countersign.Connectors;
using Countersign.Connectors.GitHub;
using Countersign.Policies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Countersign.Tests.Unit.Connectors;

/// <summary>The tools as they are registered, without a way out: parsing, schema and summary need none.</summary>
internal static class Catalog
{
    public static readonly ToolCatalog Tools = Make();

    public static Tool Tool(string name) => Tools.Find(ToolName.Parse(name)) ?? throw new ArgumentException($"No tool {name}.", nameof(name));

    private static ToolCatalog Make()
    {
        var services = new ServiceCollection();
        services.AddGitHub();
        services.AddSingleton(new GitHubClient(null!, Options.Create(new GitHubOptions()), TimeProvider.System)); // nothing is sent
        return new ToolCatalog(services.BuildServiceProvider().GetServices<Tool>());
    }
}
