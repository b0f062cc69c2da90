using Countersign.Sandbox.GitHub.Control;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.Pages;
using Countersign.Sandbox.GitHub.Seed;
using Countersign.Sandbox.GitHub.State;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.GitHub;

/// <summary>GitHub: its REST API at <c>/</c> and <c>/api/v3/</c>, and the pages of github.com that a person meets.</summary>
public sealed class GitHubParty : IParty
{
    private readonly GitHubState _state;
    private readonly GitHubServer _server;
    private readonly InstallPage _install;
    private readonly SandboxWorld _world;

    public GitHubParty(SandboxWorld world)
    {
        _world = world;
        _state = new GitHubState(world);
        _server = new GitHubServer(_state);
        _install = new InstallPage(_state);
        WorldSeed.Plant(_state);
    }

    public string Name => "github";

    public void Map(WebApplication app)
    {
        app.MapGet($"/apps/{GitHubState.AppSlug}/installations/new", _install.AskAsync);
        app.MapPost($"/apps/{GitHubState.AppSlug}/installations/new", _install.AnswerAsync);
        app.MapFallback("{*path}", context =>
        {
            _world.Counters.Add("github_requests");
            return _server.HandleAsync(context);
        });
    }

    public void MapControl(RouteGroupBuilder control) => new GitHubControl(_state).Map(control);

    public void Reset()
    {
        lock (_state.Gate)
        {
            WorldSeed.Plant(_state);
            _server.Limits.Clear();
        }
    }
}
