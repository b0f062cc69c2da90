using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Countersign.Gate;
using Countersign.Identity;
using Countersign.Policies;

namespace Countersign.Actions;

/// <summary>
/// One action as it is stored, under <c>action~{id}</c> in its person's partition, with the ledger in it. What the API says of an action comes from here.
/// Names of members are a stored format.
/// </summary>
public sealed record ActionRow
{
    public required ActionId Id { get; init; }

    public required PrincipalId Principal { get; init; }

    public required RunId Run { get; init; }

    public required string Tenant { get; init; }

    public required string Agent { get; init; }

    public required string AgentVersion { get; init; }

    public string? Project { get; init; }

    public required string Door { get; init; }

    public required bool Present { get; init; }

    /// <summary>Sources of outside content in the context that proposed it.</summary>
    public required IReadOnlyList<string> Provenance { get; init; }

    public required ToolName Tool { get; init; }

    public required string ToolContract { get; init; }

    public required ConnectionName Connection { get; init; }

    /// <summary>Every default filled in.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>After arguments and targets have raised it.</summary>
    public required Risk Risk { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public required ActionState State { get; init; }

    /// <summary>From Resolve on.</summary>
    public string? Account { get; init; }

    public JsonElement? Resolved { get; init; }

    public Digest? Digest { get; init; }

    public ActionSummary? Summary { get; init; }

    /// <summary>From Decide on: the word, and who said it.</summary>
    public string? Decision { get; init; }

    public string? Rule { get; init; }

    public string? PolicyVersion { get; init; }

    /// <summary>Why the person is asked.</summary>
    public string? Because { get; init; }

    public ApprovalId? Approval { get; init; }

    /// <summary>The identical action of the same run that stands for this one.</summary>
    public ActionId? JoinedTo { get; init; }

    public Parking? Parked { get; init; }

    public Ledger? Ledger { get; init; }

    /// <summary>The part of it that a look found done.</summary>
    public Standing? Standing { get; init; }

    /// <summary>Tries that came to nothing for a reason that passes.</summary>
    public int Tries { get; init; }

    /// <summary>Not tried again before this instant.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Why it ended as it did: a stable code.</summary>
    public string? Code { get; init; }

    /// <summary>The same for people: what happened and what to do.</summary>
    public string? Text { get; init; }

    /// <summary>For the model, trimmed.</summary>
    public JsonElement? Result { get; init; }

    public string? Url { get; init; }

    /// <summary>Sources of outside content in the result.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Over all that does not change: <see cref="ActionSeal"/>.</summary>
    public string? Seal { get; init; }

    /// <summary>Made of what is on record, because what is stored cannot be read. It has no seal.</summary>
    [JsonIgnore]
    public bool IsUnreadable { get; init; }

    [JsonIgnore]
    public bool IsDirect => Agent == DirectAgent;

    /// <summary>The agent of direct calls.</summary>
    public const string DirectAgent = "direct";

    public const string Prefix = "action~";

    public static string KeyOf(ActionId id) => $"{Prefix}{id}";

    /// <summary>The same on every retry: 32 hex digits of SHA-256 over <c>countersign.effect.v1</c>, line feed, the action's id.</summary>
    public static string EffectKeyOf(ActionId id) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"countersign.effect.v1\n{id}")).AsSpan(0, 16));

    /// <summary>What the digest is taken of, made of what is stored.</summary>
    /// <exception cref="InvalidOperationException">Before Resolve.</exception>
    public ProposedAction ToAction() => new()
    {
        Id = Id,
        Tenant = Tenant,
        Principal = Principal,
        Agent = Agent,
        AgentVersion = AgentVersion,
        Run = Run,
        Project = Project,
        Door = Door,
        Tool = Tool,
        ToolContract = ToolContract,
        Connection = Connection,
        Account = Account ?? throw new InvalidOperationException($"{Id} is not resolved."),
        Arguments = Arguments,
        Resolved = Resolved ?? throw new InvalidOperationException($"{Id} is not resolved."),
        EffectKey = EffectKeyOf(Id),
        ProposedAt = ProposedAt,
    };

    /// <summary>What policy looks at.</summary>
    public ActionFacts ToFacts(DateTimeOffset now) => new()
    {
        Principal = Principal,
        Tool = Tool,
        Risk = Risk,
        Agent = Agent,
        Connection = Connection,
        Door = Door,
        Project = Project,
        Present = Present,
        Provenance = Provenance,
        Arguments = Arguments,
        Resolved = Resolved ?? default,
        Now = now,
    };
}
