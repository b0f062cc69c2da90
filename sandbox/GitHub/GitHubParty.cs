using Countersign.Sandbox.World;

namespace Countersign.Sandbox.GitHub;

/// <summary>GitHub: its REST API, and the pages of github.com that a person meets.</summary>
public sealed class GitHubParty(SandboxWorld world) : IParty
{
    public string Name => "github";

    public void Map(WebApplication app) => app.Use(async (_, next) =>
    {
        world.Counters.Add("github_requests");
        await next().ConfigureAwait(false);
    });
}
