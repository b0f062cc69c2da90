using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Identity;
using Countersign.Policies;

namespace Countersign.Tests.Unit.Policies;

/// <summary>One case of the files in <c>cases/</c>: rules (or <c>"default"</c>: the set that ships), an action, and the decision with the rule that must make it.</summary>
public sealed record PolicyCase
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required string Name { get; init; }

    public required JsonNode Rules { get; init; }

    public required string? Tool { get; init; }

    public required string Risk { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public string Agent { get; init; } = "assistant";

    public string Door { get; init; } = "chat";

    public string? Project { get; init; }

    public bool Present { get; init; } = true;

    public IReadOnlyList<string> Provenance { get; init; } = [];

    public JsonElement? Arguments { get; init; }

    public DateTimeOffset Now { get; init; } = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public required string Expect { get; init; }

    public required string By { get; init; }

    public string? Says { get; init; }

    public static IEnumerable<PolicyCase> All() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Policies", "cases"), "*.json")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => JsonSerializer.Deserialize<PolicyCase[]>(File.ReadAllText(file), Options)!);

    public override string ToString() => Name;

    internal IPolicySet Set() => Rules is JsonArray rules ? new PolicySet(Document(rules)) : DefaultPolicy.Shipped;

    internal ToolDeclaration? Declaration() => Tool is null ? null : ADeclaration.Of(Tool, ParsedRisk, Scopes);

    internal ActionFacts Facts() => new()
    {
        Principal = PrincipalId.Of("i", "s"),
        Tool = ToolName.Parse(Tool ?? "github.unheard_of"),
        Risk = ParsedRisk,
        Agent = Agent,
        Connection = ConnectionName.Parse("github"),
        Door = Door,
        Project = Project,
        Present = Present,
        Provenance = Provenance,
        Arguments = Arguments ?? default,
        Now = Now,
    };

    internal static PolicyDocument Document(JsonArray rules) => JsonSerializer.Deserialize(
        new JsonObject
        {
            ["defaults"] = new JsonObject { ["read"] = "allow", ["write"] = "step_up", ["destructive"] = "step_up", ["unknown"] = "deny" },
            ["rules"] = rules.DeepClone(),
        },
        PoliciesJson.Default.PolicyDocument)!;

    private Risk ParsedRisk => Enum.Parse<Risk>(Risk, ignoreCase: true);
}
