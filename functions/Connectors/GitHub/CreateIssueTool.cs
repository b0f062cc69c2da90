using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Countersign.Gate;
using Countersign.Policies;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

public sealed record CreateIssue(
    [property: Description(GitHubArguments.Repository), RegularExpression(GitHubArguments.RepositoryForm)] string Repository,
    [property: Description("Title, one line."), StringLength(256, MinimumLength = 1), RegularExpression(@"^[^\r\n]*\S[^\r\n]*$")] string Title,
    [property: Description("Text in Markdown."), StringLength(Marker.MaxBody)] string Body = "",
    [property: Description("Labels; without push access GitHub leaves them out."), Labels] IReadOnlyList<string>? Labels = null);

/// <param name="AsOf">When this was pinned: looks go back to five minutes before it.</param>
public sealed record NewIssueTarget(long RepositoryId, string FullName, string NodeId, bool Private, string Url, DateTimeOffset AsOf);

[OptionsValidator]
internal sealed partial class CreateIssueValidator : IValidateOptions<CreateIssue>;

internal sealed class CreateIssueTool(GitHubClient github) : WriteTool<CreateIssue, NewIssueTarget>(
    GitHubArgumentsJson.Default.CreateIssue, new CreateIssueValidator(), GitHubTargetsJson.Default.NewIssueTarget,
    GitHubTool.Write("create_issue", "Open an issue in a repository.", Risk.Write, EffectStrategy.Marker, ["issues=write"],
        reads: ["GET user", "GET repositories/{id}/issues"], writes: ["POST repositories/{id}/issues"]))
{
    private const int MaxPages = 10;

    protected override Risk RiskOf(CreateIssue arguments) => BotCommands.RiskOf(arguments.Title, arguments.Body);

    protected override async Task<Resolution> ResolveAsync(ToolCall call, CreateIssue arguments, CancellationToken ct)
    {
        if (!(await github.For(call).RepositoryAsync(arguments.Repository, ct)).Is(out var repository, out var fault))
            return fault.OfResolve(arguments.Repository, call, github);
        if (repository.Archived) return new Resolution.Invalid($"{repository.FullName} is archived: nothing can be changed there.");
        if (!repository.HasIssues) return new Resolution.Invalid($"Issues are switched off in {repository.FullName}.");
        return Resolved(
            arguments, new(repository.Id, repository.FullName, repository.NodeId, repository.Private, repository.HtmlUrl, github.Now), Risk.Write);
    }

    protected override ActionSummary Summarize(CreateIssue arguments, NewIssueTarget resolved) => new()
    {
        Verb = "Create issue",
        Identifiers =
        [
            new("Repository", resolved.FullName),
            .. arguments.Labels is { Count: > 0 } labels ? [new("Labels", string.Join(", ", labels))] : Array.Empty<SummaryField>(), // none has a comma
        ],
        FreeTexts = [new("Title", arguments.Title), .. arguments.Body.Length > 0 ? [new SummaryField("Text", arguments.Body)] : Array.Empty<SummaryField>()],
        Url = resolved.Url,
    };

    protected override async Task<ToolOutcome> ExecuteAsync(ToolCall call, CreateIssue arguments, NewIssueTarget resolved, string effectKey, CancellationToken ct)
    {
        var session = github.For(call);
        if (!(await session.RepositoryAsync(resolved.RepositoryId, ct)).Is(out var now, out var fault)) return fault.BeforeWrite(resolved.FullName, call, github);
        if (now.FullName != resolved.FullName || now.Private != resolved.Private)
            return new ToolOutcome.Moved($"{resolved.FullName} is not what it was when this was proposed: its name or its visibility changed. Nothing was done.");
        var body = Marker.Append(arguments.Body, MarkerOf(resolved, effectKey));
        var answer = await session.SendAsync(
            HttpMethod.Post, $"repositories/{resolved.RepositoryId}/issues", new NewIssueWire(arguments.Title, body, arguments.Labels ?? []),
            GitHubWireJson.Default.NewIssueWire, GitHubWireJson.Default.IssueWire, ct);
        return answer.Is(out var issue, out fault) ? Done(resolved, issue) : fault.OfWrite(resolved.FullName, call, github);
    }

    protected override async Task<Look> LookAsync(ToolCall call, CreateIssue arguments, NewIssueTarget resolved, string effectKey, CancellationToken ct)
    {
        var session = github.For(call);
        if (!(await session.GetAsync($"user", GitHubWireJson.Default.UserWire, ct)).Is(out var user, out var fault)) return fault.OfLook("the account", call, github);
        var marker = MarkerOf(resolved, effectKey);
        for (var page = 1; page <= MaxPages; page++)
        {
            var answer = await session.GetAsync(
                $"repositories/{resolved.RepositoryId}/issues?creator={user.Login}&state=all&sort=created&direction=desc&since={GitHubTool.Instant(resolved.AsOf - Marker.Before)}&per_page=100&page={page}",
                GitHubWireJson.Default.IReadOnlyListIssueWire, ct);
            if (!answer.Is(out var issues, out fault)) return fault.OfLook($"Issues of {resolved.FullName}", call, github);
            if (issues.FirstOrDefault(i => Marker.Stands(i.Body, i.User, marker, call.Authorized.Account)) is { } found) return new Look.Found(Done(resolved, found));
            if (!answer.Next) return new Look.NotFound();
        }

        return new Look.Unknown("Too many issues were opened since to look through them all.");
    }

    private static string MarkerOf(NewIssueTarget resolved, string effectKey) => Marker.Of(effectKey, "github.create_issue", resolved.RepositoryId, "issues");

    private static ToolOutcome.Done Done(NewIssueTarget resolved, IssueWire issue) => GitHubTool.Done(
        new JsonObject { ["repository"] = resolved.FullName, ["number"] = issue.Number, ["state"] = issue.State, ["url"] = issue.HtmlUrl }, issue.HtmlUrl);
}
