namespace Countersign.Approvals;

/// <summary>Input of activities: ids alone, since inputs are stored.</summary>
public sealed record ApprovalRef(string Principal, string Approval);
