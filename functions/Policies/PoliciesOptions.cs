namespace Countersign.Policies;

/// <summary>Settings <c>Policies:…</c>.</summary>
public sealed class PoliciesOptions
{
    /// <summary>A policy document in JSON that the deployment puts in the place of the one that ships; null for that one.</summary>
    public string? File { get; set; }
}
