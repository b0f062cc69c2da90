using System.Text.Json;
using Countersign.Gate;
using Countersign.Identity;
using Countersign.Policies;
using Countersign.Storage.Sealing;

namespace Countersign.Actions;

/// <summary>
/// Keeps what was proposed and what it was resolved to from being altered in the store: also what the digest does not cover and policy looks at (risk,
/// presence, sources) or a person is shown. Sealed when it is proposed, and anew when it is resolved.
/// </summary>
public sealed class ActionSeal(RowSeal seals)
{
    public const string Altered = "action_altered";

    public const string AlteredText = "The stored action is not the one that was proposed. Nothing was sent; propose it again.";

    public const string AlteredUnderWay = "The stored action was altered while it was carried out, so whether it happened cannot be told. Look at the provider.";

    private const string Kind = "action";

    /// <summary>The row with the seal that fits it.</summary>
    internal ActionRow Put(ActionRow row) => row with { Seal = seals.Of(Kind, row.Principal.Value, ActionRow.KeyOf(row.Id), Content(row)) };

    internal bool Holds(ActionRow row)
    {
        try
        {
            return seals.Holds(row.Seal, Kind, row.Principal.Value, ActionRow.KeyOf(row.Id), Content(row));
        }
        catch (CanonicalJsonException)
        {
            return false; // altered into something that cannot be written down exactly
        }
    }

    private static byte[] Content(ActionRow row) => CanonicalJson.Write(JsonSerializer.SerializeToElement(
        new SealedAction(
            row.Id, row.Principal, row.Run, row.Tenant, row.Agent, row.AgentVersion, row.Project, row.Door, row.Present, row.Provenance, row.Tool,
            row.ToolContract, row.Connection, row.Arguments, row.Risk, row.ProposedAt, row.Account, row.Resolved, row.Digest, row.Summary),
        ActionsJson.Default.SealedAction));
}

/// <summary>What the seal covers. Names are part of it: rows in flight must fit their seal after the next deploy.</summary>
internal sealed record SealedAction(
    ActionId Id,
    PrincipalId Principal,
    RunId Run,
    string Tenant,
    string Agent,
    string AgentVersion,
    string? Project,
    string Door,
    bool Present,
    IReadOnlyList<string> Provenance,
    ToolName Tool,
    string ToolContract,
    ConnectionName Connection,
    JsonElement Arguments,
    Risk Risk,
    DateTimeOffset ProposedAt,
    string? Account,
    JsonElement? Resolved,
    Digest? Digest,
    ActionSummary? Summary);
