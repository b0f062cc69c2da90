namespace Countersign.Storage.Sealing;

/// <summary>What something was sealed for. All four must be the same to open it.</summary>
/// <param name="Kind">Such as <c>run-grant</c>, <c>approval-grant</c>, <c>auth-req-id</c>, <c>cursor</c>.</param>
/// <param name="Person">The principal's partition.</param>
/// <param name="Scope">The run, the digest, the route.</param>
/// <param name="Expires">To the second; nothing opens from then on.</param>
public sealed record SealPurpose(string Kind, string Person, string Scope, DateTimeOffset Expires);
