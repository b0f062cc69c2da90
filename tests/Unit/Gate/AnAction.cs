using System.Text.Json;
using Countersign.Gate;
using Countersign.Identity;
using Countersign.Policies;

namespace Countersign.Tests.Unit.Gate;

internal static class AnAction
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static readonly PrincipalId Ada = PrincipalId.Of("https://tenant.example/", "auth0|ada");

    public static ProposedAction Merge() => new()
    {
        Id = ActionId.From(new byte[16]),
        Tenant = "https://tenant.example/",
        Principal = Ada,
        Agent = "direct",
        AgentVersion = "1",
        Run = RunId.From(new byte[16]),
        Project = null,
        Door = "api",
        Tool = ToolName.Parse("github.merge_pull_request"),
        ToolContract = new string('c', 64),
        Connection = ConnectionName.Parse("github"),
        Account = "1001",
        Arguments = Json("""{"repository":"acme/shop","number":7,"method":"merge"}"""),
        Resolved = Json("""{"repository_id":42,"head":"4f2c"}"""),
        EffectKey = "effect-1",
        ProposedAt = Noon,
    };

    public static JsonElement Json(string text) => CanonicalJson.Parse(text);
}
