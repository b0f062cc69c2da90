using System.Text.Json;
using Countersign.Identity;
using Microsoft.Extensions.Options;

namespace Countersign.Policies;

/// <summary>The default set, the same for everybody: the deployment's document, or else <c>default.json</c> that ships in the assembly.</summary>
internal sealed class DefaultPolicy(IOptions<PoliciesOptions> options) : IPolicy
{
    /// <summary>Read once: a deployment's policy changes with the deployment.</summary>
    private readonly IPolicySet _set = options.Value.File is { } file ? Load(file) : Shipped;

    /// <summary>The set as it ships.</summary>
    public static IPolicySet Shipped { get; } = Load();

    public ValueTask<IPolicySet> CurrentAsync(PrincipalId principal, CancellationToken ct) => new(_set);

    internal static PolicySet Load(string file)
    {
        using var stream = File.OpenRead(file);
        return Parse(stream);
    }

    private static PolicySet Load()
    {
        using var stream = typeof(DefaultPolicy).Assembly.GetManifestResourceStream("Countersign.Policies.default.json")
            ?? throw new InvalidOperationException("The default policy is not in the assembly.");
        return Parse(stream);
    }

    private static PolicySet Parse(Stream stream) => new(
        JsonSerializer.Deserialize(stream, PoliciesJson.Default.PolicyDocument) ?? throw new InvalidOperationException("The policy is empty."));
}
