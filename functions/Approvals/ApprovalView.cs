using Countersign.Gate;
using Countersign.Policies;
using Countersign.Vault;

namespace Countersign.Approvals;

/// <summary>An approval as its person sees it: the whole text, and the same code as on the phone.</summary>
public sealed record ApprovalView
{
    public required ApprovalId Id { get; init; }

    public required ActionId Action { get; init; }

    public required RunId Run { get; init; }

    public required string Agent { get; init; }

    public required ToolName Tool { get; init; }

    public required ConnectionName Connection { get; init; }

    /// <summary><c>waiting</c>, <c>asked</c>, <c>pending</c>, <c>approved</c>, <c>denied</c>, <c>expired</c>, <c>withdrawn</c>, <c>lost</c> or <c>refused</c>.</summary>
    public required string State { get; init; }

    /// <summary>The state in a sentence.</summary>
    public required string Says { get; init; }

    /// <summary>The binding message as the phone shows it; null before it was asked.</summary>
    public string? Message { get; init; }

    /// <summary>The code that phone and app share.</summary>
    public PushCode? Code { get; init; }

    /// <summary>The push may still be on the phone, and answering it does nothing.</summary>
    public required bool CodeIsVoid { get; init; }

    public required string Verb { get; init; }

    /// <summary>Fields in the order and the words of the phone.</summary>
    public required IReadOnlyList<SummaryField> OnThePhone { get; init; }

    /// <summary>What is acted on, as it is.</summary>
    public required IReadOnlyList<SummaryField> Identifiers { get; init; }

    /// <summary>Every text in full. It is data: show it as text.</summary>
    public required IReadOnlyList<SummaryField> FreeTexts { get; init; }

    /// <summary>Where the target can be looked at.</summary>
    public string? Url { get; init; }

    /// <summary>Why the person is asked.</summary>
    public required string Because { get; init; }

    /// <summary>Sources of outside content in the context that proposed it.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When the push ends; while it is asked or pending.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Seconds until then, by the server's clock.</summary>
    public int? SecondsLeft { get; init; }

    /// <summary>Place in the queue, from 1; while it waits.</summary>
    public int? Turn { get; init; }

    /// <summary>Nothing takes effect after it; once approved.</summary>
    public DateTimeOffset? UseBy { get; init; }

    public DateTimeOffset? SpentAt { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>What somebody has to do; where it was refused for that.</summary>
    public Remedy? Remedy { get; init; }

    /// <summary>Whether <c>POST …/ask-again</c> would do something now.</summary>
    public required bool CanAskAgain { get; init; }

    /// <summary>The action that asking again made.</summary>
    public ActionId? AskedAgainAs { get; init; }

    public static ApprovalView Of(ApprovalRow row, PhonePlaces places, int longest, DateTimeOffset now)
    {
        var text = PhoneText.Of(row.Summary, row.Digest, row.Sources, longest, out _);
        var code = CodeOf(row.State);
        var ends = row.State switch
        {
            ApprovalState.Asked s => s.ExpiresAt,
            ApprovalState.Pending s => s.Deadline,
            _ => (DateTimeOffset?)null,
        };
        var approved = row.State as ApprovalState.Approved;
        return new ApprovalView
        {
            Id = row.Id, Action = row.Action, Run = row.Run, Agent = row.Agent, Tool = row.Tool, Connection = row.Connection,
            State = row.State.Word, Says = SentenceOf(row.State), Message = code is { } asked ? text?.Message(asked) : null, Code = code,
            CodeIsVoid = row.State is ApprovalState.Withdrawn { Code: not null } or ApprovalState.Lost,
            Verb = row.Summary.Verb, OnThePhone = text?.Shown().ToList() ?? [], Identifiers = row.Summary.Identifiers, FreeTexts = row.Summary.FreeTexts,
            Url = row.Summary.Url, Because = row.Because, Sources = row.Sources, OpenedAt = row.OpenedAt, ExpiresAt = ends,
            SecondsLeft = ends is { } end ? (int)Math.Max(0, (end - now).TotalSeconds) : null, Turn = places.Turn(row.Id),
            UseBy = approved?.UseBy, SpentAt = approved?.SpentAt, SettledAt = SettledAtOf(row.State), Remedy = (row.State as ApprovalState.Refused)?.Remedy,
            CanAskAgain = row.AskedAgainAs is null && row.State is ApprovalState.Expired or ApprovalState.Lost, AskedAgainAs = row.AskedAgainAs,
        };
    }

    internal static PushCode? CodeOf(ApprovalState state) => state.Match(
        _ => (PushCode?)null, s => s.Code, s => s.Code, s => s.Code, s => s.Code, s => s.Code, s => s.Code, s => s.Code, s => s.Code);

    internal static string SentenceOf(ApprovalState state) => state.Match(
        s => s.NotBefore is null ? "Waits for a free place on your phone." : "The tenant is busy; it is asked soon.",
        _ => "Is being sent to your phone.",
        s => s.Asks == 1 ? "Is on your phone: compare the code, then answer there." : "Was asked again: answer the one with this code, the earlier one is void.",
        s => s.SpentAt is null ? "Approved." : "Approved and used.",
        _ => "Denied.",
        _ => "Denied or expired.",
        s => s.Code is null ? "Withdrawn before it was asked." : "Withdrawn. It may still be on your phone; its code is void and answering it does nothing.",
        s => s.Again
            ? "May be on your phone, void: its answer was lost. It is asked again under a new code when it has expired, or now if you say so."
            : "Lost twice: nothing was done. Ask again if you still want it.",
        s => s.Text);

    private static DateTimeOffset? SettledAtOf(ApprovalState state) => !state.Final ? null : state.Match(
        _ => (DateTimeOffset?)null, _ => null, _ => null, s => s.At, s => s.At, s => s.At, s => s.At, s => s.At, s => s.At);
}
