using System.Text.Json.Nodes;

namespace Countersign.Audit;

/// <summary>What a room has to say to the trail. Everything but the content stands in the chain for good, so it is ids, names and codes alone.</summary>
public sealed record AuditEvent
{
    /// <summary>Dotted, past tense: <c>action.proposed</c>.</summary>
    public required string Kind { get; init; }

    public RunId? Run { get; init; }

    public ActionId? Action { get; init; }

    public ApprovalId? Approval { get; init; }

    public string? Tool { get; init; }

    public string? Connection { get; init; }

    /// <summary><c>allow</c>, <c>step_up</c> or <c>deny</c>.</summary>
    public string? Decision { get; init; }

    public string? Rule { get; init; }

    public string? PolicyVersion { get; init; }

    public string? Outcome { get; init; }

    /// <summary>Whose word an exchange went on: <c>caller</c>, <c>run_grant</c>, <c>approval_token</c>.</summary>
    public string? Subject { get; init; }

    public string? Code { get; init; }

    /// <summary>Arguments, results, texts. Stands beside the chain, can be erased; the entry holds a salted commitment to it.</summary>
    public JsonNode? Content { get; init; }
}
