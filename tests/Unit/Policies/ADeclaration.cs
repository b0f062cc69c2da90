using Countersign.Policies;

namespace Countersign.Tests.Unit.Policies;

internal static class ADeclaration
{
    public static ToolDeclaration Of(string tool, Risk risk, IReadOnlyList<string>? permissions = null) => new()
    {
        Name = ToolName.Parse(tool),
        Description = "For a test.",
        Connection = ConnectionName.Parse("github"),
        Risk = risk,
        Effect = risk == Risk.Read ? EffectStrategy.None : EffectStrategy.Precondition,
        Permissions = permissions ?? [],
        Reads = [],
        ContractHash = new string('c', 64),
    };
}
