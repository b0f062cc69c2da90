namespace Countersign.Audit;

/// <summary>What is deleted after a while, each with its own days.</summary>
/// <param name="Events">Rows <c>event~</c>, written with the trail.</param>
/// <param name="Keys">Rows <c>idem~</c>.</param>
public sealed record KeptDays(RetentionDays Events, RetentionDays Keys);
