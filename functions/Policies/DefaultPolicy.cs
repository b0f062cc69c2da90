using System.Text.Json;
using Countersign.Identity;

namespace Countersign.Policies;

/// <summary>The default set, the same for everybody: the document <c>default.json</c> that ships in the assembly.</summary>
internal sealed class DefaultPolicy : IPolicy
{
    /// <summary>The set as it ships.</summary>
    public static IPolicySet Shipped { get; } = Load();

    public ValueTask<IPolicySet> CurrentAsync(PrincipalId principal, CancellationToken ct) => new(Shipped);

    private static PolicySet Load()
    {
        using var stream = typeof(DefaultPolicy).Assembly.GetManifestResourceStream("Countersign.Policies.default.json")
            ?? throw new InvalidOperationException("The default policy is not in the assembly.");
        return new PolicySet(
            JsonSerializer.Deserialize(stream, PoliciesJson.Default.PolicyDocument) ?? throw new InvalidOperationException("The default policy is empty."));
    }
}
