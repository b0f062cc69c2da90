using System.Text;
using Countersign.Storage.Sealing;
using Countersign.Vault;

namespace Countersign.Approvals;

/// <summary>Seals an <c>auth_req_id</c> for one digest and one ask; it opens for nothing else, and not after a push can have ended.</summary>
public sealed class ApprovalSeal(ISealer sealer)
{
    /// <summary>Longer than any push and the patience after it.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    internal string Seal(ApprovalRow row, DateTimeOffset askedAt, Secret request) =>
        sealer.Seal(Purpose(row, askedAt), Encoding.UTF8.GetBytes(request.Reveal()));

    /// <summary>Null when the seal does not open.</summary>
    internal Secret? Open(ApprovalRow row, ApprovalState.Pending pending) =>
        sealer.Open(Purpose(row, pending.AskedAt), pending.Request) is { } bytes ? new Secret(Encoding.UTF8.GetString(bytes)) : null;

    private static SealPurpose Purpose(ApprovalRow row, DateTimeOffset askedAt) =>
        new("auth-req-id", row.Principal.Value, $"{row.Id}/{row.Digest}", askedAt + Life);
}
