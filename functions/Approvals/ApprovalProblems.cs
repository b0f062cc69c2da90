using Countersign.Http;

namespace Countersign.Approvals;

/// <summary>Problems of this capability's doors.</summary>
public static class ApprovalProblems
{
    public static Problem Settled(ApprovalRow row, string detail) =>
        new(409, "/problems/approval-settled", "The approval is settled", $"{ApprovalView.SentenceOf(row.State)} {detail}") { Instance = $"/api/approvals/{row.Id}" };

    public static Problem NotToAskAgain(ApprovalRow row) =>
        new(409, "/problems/approval-not-to-ask-again", "There is nothing to ask again",
            $"{ApprovalView.SentenceOf(row.State)} Only what was lost or has expired is asked again.") { Instance = $"/api/approvals/{row.Id}" };

    public static Problem CannotBeProposed(ApprovalRow row) =>
        new(409, "/problems/action-not-to-repeat", "The action cannot be proposed any more",
            "Its tool is gone, or you may not use it. Propose what you want anew.") { Instance = $"/api/actions/{row.Action}" };
}
