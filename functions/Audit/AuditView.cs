using System.Text.Json;

namespace Countersign.Audit;

/// <summary>An entry as its person reads it.</summary>
/// <param name="Content">What stands beside it; null without one, or when it was erased.</param>
/// <param name="Erased">Whether there was a content that is gone.</param>
public sealed record AuditView(
    long Seq,
    string At,
    string Kind,
    string? Run,
    string? Action,
    string? Approval,
    string? Tool,
    string? Connection,
    string? Decision,
    string? Rule,
    string? PolicyVersion,
    string? Outcome,
    string? Subject,
    string? Code,
    JsonElement? Content,
    bool Erased,
    string Hash);
