using System.Text.Json.Serialization;
using Countersign.Connectors;
using Countersign.Policies;
using Countersign.Vault;

namespace Countersign.Accounts;

/// <summary>A linked account as it is stored, under <c>account~{connection}</c>. Without a row the connection is not linked.</summary>
public sealed record AccountRow
{
    public required ConnectionName Connection { get; init; }

    /// <summary>Whose account it is by the provider's own word; null where the provider could not be asked yet.</summary>
    public required ProviderAccount? Found { get; init; }

    /// <summary>The account that the person confirmed.</summary>
    public required ProviderAccount? Pinned { get; init; }

    /// <summary>Where the provider's app reaches, for people; empty for connections guarded by scopes.</summary>
    public required IReadOnlyList<string> Places { get; init; }

    public required bool MorePlaces { get; init; }

    /// <summary>What somebody has to do before it can be used.</summary>
    public required Remedy? Remedy { get; init; }

    public required DateTimeOffset CheckedAt { get; init; }

    [JsonIgnore]
    public AccountState State =>
        Pinned is null ? AccountState.Unconfirmed
        : Found is not null && Found.Id != Pinned.Id ? AccountState.Differs
        : AccountState.Confirmed;

    public static string KeyOf(ConnectionName connection) => $"account~{connection}";
}

[JsonConverter(typeof(JsonStringEnumConverter<AccountState>))]
public enum AccountState
{
    /// <summary>The tenant has no connected account for it.</summary>
    [JsonStringEnumMemberName("not_linked")]
    NotLinked,

    /// <summary>Linked, and nobody said "this is me" yet.</summary>
    [JsonStringEnumMemberName("unconfirmed")]
    Unconfirmed,

    [JsonStringEnumMemberName("confirmed")]
    Confirmed,

    /// <summary>The linked account is another than the confirmed one: nothing is done with it until it is confirmed anew.</summary>
    [JsonStringEnumMemberName("differs")]
    Differs,
}
