using System.Text.Json;
using Countersign.Gate;
using Countersign.Policies;
using Countersign.Vault;

namespace Countersign.Actions;

/// <summary>An action as the API shows it; the person sees all that they approve.</summary>
public sealed record ActionView
{
    public required ActionId Id { get; init; }

    public required RunId Run { get; init; }

    public required string Agent { get; init; }

    public required ToolName Tool { get; init; }

    public required ConnectionName Connection { get; init; }

    public required ActionState State { get; init; }

    public required Risk Risk { get; init; }

    /// <summary>Every default filled in.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>What they turned out to mean; absent before that is known.</summary>
    public JsonElement? Resolved { get; init; }

    public ActionSummary? Summary { get; init; }

    public Digest? Digest { get; init; }

    /// <summary><c>allow</c>, <c>step_up</c> or <c>deny</c>.</summary>
    public string? Decision { get; init; }

    public string? Rule { get; init; }

    public string? PolicyVersion { get; init; }

    public string? Because { get; init; }

    public ApprovalId? Approval { get; init; }

    /// <summary>The identical action that stands for this one.</summary>
    public ActionId? JoinedTo { get; init; }

    /// <summary><c>approval</c>, <c>joined</c> or the remedy's kind.</summary>
    public string? ParkedOn { get; init; }

    public Remedy? Remedy { get; init; }

    /// <summary>Sources of outside content in what led to it.</summary>
    public required IReadOnlyList<string> Provenance { get; init; }

    /// <summary>How often it was begun at the provider; more than once after an interruption that had no effect.</summary>
    public int Attempts { get; init; }

    /// <summary>Why it ended as it did.</summary>
    public string? Code { get; init; }

    public string? Text { get; init; }

    public JsonElement? Result { get; init; }

    public string? Url { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public static ActionView Of(ActionRow row) => new()
    {
        Id = row.Id,
        Run = row.Run,
        Agent = row.Agent,
        Tool = row.Tool,
        Connection = row.Connection,
        State = row.State,
        Risk = row.Risk,
        Arguments = row.Arguments,
        Resolved = row.Resolved,
        Summary = row.Summary,
        Digest = row.Digest,
        Decision = row.Decision,
        Rule = row.Rule,
        PolicyVersion = row.PolicyVersion,
        Because = row.Because,
        Approval = row.Approval,
        JoinedTo = row.JoinedTo,
        ParkedOn = row.Parked?.On,
        Remedy = row.Parked?.Remedy,
        Provenance = row.Provenance,
        Attempts = row.Ledger?.Attempt ?? 0,
        Code = row.Code,
        Text = row.Text,
        Result = row.Result,
        Url = row.Url,
        ProposedAt = row.ProposedAt,
        EndedAt = row.EndedAt,
    };
}

/// <summary>What a read gave.</summary>
/// <param name="Run">The run that a direct read is.</param>
/// <param name="Sources">Where outside content in the result comes from.</param>
public sealed record ReadView(RunId Run, ToolName Tool, JsonElement Result, string? Url, IReadOnlyList<string> Sources);

/// <summary>A tool as a client may offer it.</summary>
/// <param name="Schema">JSON Schema 2020-12 of its arguments.</param>
/// <param name="Decision">What policy says of it now, before arguments: <c>allow</c>, <c>step_up</c> or <c>deny</c>.</param>
/// <param name="Rule">The rule that says so.</param>
/// <param name="Because">Why the person is asked, or it is denied; null where it is allowed.</param>
public sealed record ToolView(
    ToolName Name, string Description, ConnectionName Connection, Risk Risk, JsonElement Schema, string Decision, string Rule, string? Because,
    IReadOnlyList<string> Permissions, IReadOnlyList<string> Scopes);

/// <param name="PolicyVersion">Of the policy that decided on all of them.</param>
public sealed record ToolList(IReadOnlyList<ToolView> Tools, string PolicyVersion);

/// <summary>Body of <c>POST /api/actions</c>.</summary>
/// <param name="Tool">With its dot: <c>github.merge_pull_request</c>.</param>
/// <param name="Arguments">An object, as the tool's schema says.</param>
public sealed record ActionRequest(string Tool, JsonElement Arguments);
