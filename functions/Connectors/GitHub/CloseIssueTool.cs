using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Countersign.Gate;
using Countersign.Policies;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

public sealed record CloseIssue(
    [property: Description(GitHubArguments.Repository), RegularExpression(GitHubArguments.RepositoryForm)] string Repository,
    [property: Description("Number of the issue; not of a pull request."), Range(1, int.MaxValue)] int Number,
    [property: Description("Why it is closed.")] CloseReason Reason = CloseReason.Completed);

[JsonConverter(typeof(SnakeCaseEnum<CloseReason>))]
public enum CloseReason
{
    Completed,
    NotPlanned,
}

[OptionsValidator]
internal sealed partial class CloseIssueValidator : IValidateOptions<CloseIssue>;

/// <summary>Closed is closed: the state is set as such, so a second time changes nothing, and a look reads it.</summary>
internal sealed class CloseIssueTool(GitHubClient github) : WriteTool<CloseIssue, IssueTarget>(
    GitHubArgumentsJson.Default.CloseIssue, new CloseIssueValidator(), GitHubTargetsJson.Default.IssueTarget,
    GitHubTool.Write("close_issue", "Close an issue.", Risk.Write, EffectStrategy.Precondition, ["issues=write"],
        reads: ["GET repositories/{id}/issues/{number}"], writes: ["PATCH repositories/{id}/issues/{number}"]))
{
    protected override async Task<Resolution> ResolveAsync(ToolCall call, CloseIssue arguments, CancellationToken ct)
    {
        var found = await IssueTargets.FindAsync(github, call, arguments.Repository, arguments.Number, ct);
        if (found.IsRefused) return found.Refused!; // which is what refused means
        var what = $"{found.Target.FullName}#{found.Target.Number}";
        if (found.Issue.IsPullRequest) return new Resolution.Invalid($"{what} is a pull request, not an issue.");
        return found.Issue.State == "open" ? Resolved(arguments, found.Target, Risk.Write) : new Resolution.Invalid($"{what} is closed already.");
    }

    protected override ActionSummary Summarize(CloseIssue arguments, IssueTarget resolved) => new()
    {
        Verb = "Close issue",
        Identifiers =
        [
            new("Repository", resolved.FullName), new("Number", resolved.Number.ToString(CultureInfo.InvariantCulture)), new("Reason", Word(arguments.Reason)),
        ],
        FreeTexts = [new("Title", resolved.Title)],
        Url = resolved.Url,
    };

    protected override async Task<ToolOutcome> ExecuteAsync(ToolCall call, CloseIssue arguments, IssueTarget resolved, string effectKey, CancellationToken ct)
    {
        var session = github.For(call);
        var what = $"{resolved.FullName}#{resolved.Number}";
        var check = await IssueTargets.CheckAsync(github, session, call, resolved, ct);
        if (check.Outcome is { } outcome) return outcome;
        if (check.Issue is not { State: "open" }) return new ToolOutcome.Moved($"{what} was closed meanwhile. Nothing was done.");
        var answer = await session.SendAsync(
            HttpMethod.Patch, $"repositories/{resolved.RepositoryId}/issues/{resolved.Number}", new CloseIssueWire("closed", Word(arguments.Reason)),
            GitHubWireJson.Default.CloseIssueWire, GitHubWireJson.Default.IssueWire, ct);
        return answer.Is(out var issue, out var fault) ? Done(resolved, issue) : fault.OfWrite(what, call, github);
    }

    protected override async Task<Look> LookAsync(ToolCall call, CloseIssue arguments, IssueTarget resolved, string effectKey, CancellationToken ct)
    {
        if (!(await github.For(call).GetAsync($"repositories/{resolved.RepositoryId}/issues/{resolved.Number}", GitHubWireJson.Default.IssueWire, ct)).Is(out var issue, out var fault))
            return fault.OfLook($"{resolved.FullName}#{resolved.Number}", call, github);
        var ours = issue.Id == resolved.IssueId && issue.State == "closed" && issue.StateReason == Word(arguments.Reason)
            && issue.ClosedBy?.Id.ToString(CultureInfo.InvariantCulture) == call.Authorized.Account;
        return ours ? new Look.Found(Done(resolved, issue)) : new Look.NotFound();
    }

    private static string Word(CloseReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());

    private static ToolOutcome.Done Done(IssueTarget resolved, IssueWire issue) => GitHubTool.Done(
        new JsonObject
        {
            ["repository"] = resolved.FullName,
            ["number"] = issue.Number,
            ["state"] = issue.State,
            ["state_reason"] = issue.StateReason,
            ["url"] = issue.HtmlUrl,
        }, issue.HtmlUrl);
}
