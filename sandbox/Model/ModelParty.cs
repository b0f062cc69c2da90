using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Model;

/// <summary>An OpenAI-compatible model that follows a fixed grammar of requests.</summary>
public sealed class ModelParty(SandboxWorld world) : IParty
{
    public string Name => "model";

    public void Map(WebApplication app) => app.Use(async (_, next) =>
    {
        world.Counters.Add("model_calls");
        await next().ConfigureAwait(false);
    });
}
