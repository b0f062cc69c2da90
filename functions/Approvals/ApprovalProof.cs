using System.Globalization;
using System.Text;
using System.Text.Json;
using Countersign.Gate;
using Countersign.Identity;
using Countersign.Policies;
using Countersign.Storage.Sealing;

namespace Countersign.Approvals;

/// <summary>
/// Keeps an approval from being altered or made up in the store: what the phone shows and what it stands for are sealed when it is opened, and that a
/// verified token came back is sealed when it is approved.
/// </summary>
public sealed class ApprovalProof(RowSeal seals)
{
    public const string Altered = "approval_altered";

    public const string AlteredText = "The stored request is not the one that was opened. Nothing was done; propose it again.";

    /// <summary>The row with the seal that fits it.</summary>
    internal ApprovalRow Put(ApprovalRow row) => row with { Seal = seals.Of("approval", row.Principal.Value, ApprovalRow.KeyOf(row.Id), Content(row)) };

    internal ApprovalState.Approved Put(ApprovalRow row, ApprovalState.Approved state) =>
        state with { Proof = seals.Of("approved", row.Principal.Value, ApprovalRow.KeyOf(row.Id), Content(row, state)) };

    internal bool Holds(ApprovalRow row) => seals.Holds(row.Seal, "approval", row.Principal.Value, ApprovalRow.KeyOf(row.Id), Content(row));

    internal bool Holds(ApprovalRow row, ApprovalState.Approved state) =>
        seals.Holds(state.Proof, "approved", row.Principal.Value, ApprovalRow.KeyOf(row.Id), Content(row, state));

    private static byte[] Content(ApprovalRow row) => JsonSerializer.SerializeToUtf8Bytes(
        new SealedApproval(
            row.Id, row.Principal, row.Action, row.Run, row.Agent, row.Tool, row.Connection, row.Digest, row.Summary, row.Sources, row.Because, row.OpenedAt),
        ApprovalsJson.Default.SealedApproval);

    private static byte[] Content(ApprovalRow row, ApprovalState.Approved state) => Encoding.UTF8.GetBytes(string.Join(
        '\n', row.Digest.Value, state.Code.Value, state.At.UtcTicks.ToString(CultureInfo.InvariantCulture), state.UseBy.UtcTicks.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>What the seal covers. Names and order are part of it: rows in flight must fit their seal after the next deploy.</summary>
internal sealed record SealedApproval(
    ApprovalId Id,
    PrincipalId Principal,
    ActionId Action,
    RunId Run,
    string Agent,
    ToolName Tool,
    ConnectionName Connection,
    Digest Digest,
    ActionSummary Summary,
    IReadOnlyList<string> Sources,
    string Because,
    DateTimeOffset OpenedAt);
