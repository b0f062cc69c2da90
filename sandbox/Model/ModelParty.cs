using Countersign.Sandbox.Control;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Model;

/// <summary>An OpenAI-compatible model that follows a fixed grammar of requests, with <c>/v1</c> before its paths or without.</summary>
public sealed class ModelParty : IParty
{
    private readonly Prompts _prompts;
    private readonly ModelServer _server;

    public ModelParty(SandboxWorld world)
    {
        _prompts = new Prompts(world.Time);
        _server = new ModelServer(world, _prompts);
    }

    public string Name => "model";

    public void Map(WebApplication app)
    {
        foreach (var prefix in new[] { "/v1", "" })
        {
            app.MapPost(prefix + "/chat/completions", _server.CompleteAsync);
            app.MapGet(prefix + "/models", _server.ListAsync);
            app.MapGet(prefix + "/models/{id}", _server.OneAsync);
        }

        app.MapFallback("{*path}", _server.NoRouteAsync);
    }

    /// <summary><c>GET /control/model/prompts</c>: every body received, in order; <c>DELETE</c> forgets them.</summary>
    public void MapControl(RouteGroupBuilder control)
    {
        control.MapGet("/model/prompts", ControlRequest.Handle((_, _) => _prompts.List()));
        control.MapDelete("/model/prompts", ControlRequest.Handle((_, _) =>
        {
            _prompts.Clear();
            return null;
        }));
    }

    public void Reset() => _prompts.Clear();
}
