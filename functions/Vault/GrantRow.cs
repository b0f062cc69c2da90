using Countersign.Gate;
using Countersign.Identity;
using Countersign.Storage.Sealing;

namespace Countersign.Vault;

/// <summary>
/// A subject token at rest, under <c>grant~{run}</c> or <c>grant~{approval}</c> in its person's partition. The seal is bound to every other member: with
/// any of them changed it does not open.
/// </summary>
internal sealed record GrantRow
{
    public required PrincipalId Principal { get; init; }

    /// <summary>For a run's grant.</summary>
    public required RunId? Run { get; init; }

    public required string? Agent { get; init; }

    /// <summary>For an approval's token, with the digest that was approved.</summary>
    public required ApprovalId? Approval { get; init; }

    public required Digest? Digest { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Overwritten when the grant's use ends, before the row is deleted.</summary>
    public required string Sealed { get; init; }

    public const string Prefix = "grant~";

    public static string KeyOf(RunId run) => $"{Prefix}{run}";

    public static string KeyOf(ApprovalId approval) => $"{Prefix}{approval}";

    internal SealPurpose Purpose() => Approval is { } approval
        ? new("approval-grant", Principal.Value, $"{approval}/{Digest}", ExpiresAt)
        : new("run-grant", Principal.Value, $"{Run}/{Agent}", ExpiresAt);
}

/// <summary>What the due list <c>grants</c> holds.</summary>
internal sealed record GrantRef(string Principal, string Key);
