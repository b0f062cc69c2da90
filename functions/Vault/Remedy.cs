using System.Text.Json.Serialization;

namespace Countersign.Vault;

/// <summary>What somebody has to do before the same thing can work. A run that meets one parks as <c>needs_you</c> and says it.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Connection">The Auth0 connection it concerns; null where it concerns the sign-in or the tenant.</param>
/// <param name="Text">One or two sentences for the person.</param>
/// <param name="Url">Our own page, or the provider's installation page; never an Auth0 ticket.</param>
public sealed record Remedy(RemedyKind Kind, string? Connection, string Text, string? Url);

[JsonConverter(typeof(JsonStringEnumConverter<RemedyKind>))]
public enum RemedyKind
{
    /// <summary>No connected account: link one.</summary>
    [JsonStringEnumMemberName("link")]
    Link,

    /// <summary>The provider refused the stored refresh token: link again.</summary>
    [JsonStringEnumMemberName("link_again")]
    LinkAgain,

    /// <summary>Linked, but nobody said "this is me" yet, or the account is another than the pinned one.</summary>
    [JsonStringEnumMemberName("confirm")]
    Confirm,

    /// <summary>The provider's app is not installed where the action goes, or lacks a permission.</summary>
    [JsonStringEnumMemberName("install")]
    Install,

    /// <summary>The run grant ended: a fresh token is needed (<c>POST /api/runs/{id}/grant</c>).</summary>
    [JsonStringEnumMemberName("grant")]
    Grant,

    /// <summary>The person's phone is not enrolled.</summary>
    [JsonStringEnumMemberName("enrol")]
    Enrol,

    /// <summary>The tenant is not set up as it must be: an operator's work.</summary>
    [JsonStringEnumMemberName("operator")]
    Operator,
}
