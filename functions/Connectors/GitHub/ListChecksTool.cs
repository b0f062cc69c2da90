using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

public sealed record ListChecks(
    [property: Description(GitHubArguments.Repository), RegularExpression(GitHubArguments.RepositoryForm)] string Repository,
    [property: Description("Number of the pull request."), Range(1, int.MaxValue)] int Number);

[OptionsValidator]
internal sealed partial class ListChecksValidator : IValidateOptions<ListChecks>;

internal sealed class ListChecksTool(GitHubClient github) : ReadTool<ListChecks>(
    GitHubArgumentsJson.Default.ListChecks, new ListChecksValidator(),
    GitHubTool.Read("list_checks", "List the check runs and commit statuses of a pull request's head.", ["pull_requests=read", "checks=read", "statuses=read"],
        "GET repositories/{id}/pulls/{number}", "GET repositories/{id}/commits/{ref}/check-runs", "GET repositories/{id}/commits/{ref}/status"))
{
    protected override async Task<ToolOutcome> ReadAsync(ToolCall call, ListChecks arguments, CancellationToken ct)
    {
        var session = github.For(call);
        var what = $"the checks of {arguments.Repository}#{arguments.Number}";
        if (!(await session.RepositoryAsync(arguments.Repository, ct)).Is(out var repository, out var fault))
            return fault.OfRead(arguments.Repository, call, github);
        if (!(await session.GetAsync($"repositories/{repository.Id}/pulls/{arguments.Number}", GitHubWireJson.Default.PullWire, ct)).Is(out var pull, out fault))
            return fault.OfRead(what, call, github);
        var head = pull.Head.Sha;
        var runsAnswer = await session.GetAsync($"repositories/{repository.Id}/commits/{head}/check-runs?per_page=100", GitHubWireJson.Default.CheckRunsWire, ct);
        if (!runsAnswer.Is(out var runs, out fault)) return fault.OfRead(what, call, github);
        var statuses = await session.GetAsync($"repositories/{repository.Id}/commits/{head}/status?per_page=100", GitHubWireJson.Default.CombinedStatusWire, ct);
        // An app that reads checks need not be allowed to read the older statuses.
        if (statuses.Fault is { Kind: not FaultKind.Permission } other) return other.OfRead(what, call, github);
        return GitHubTool.Done(Shape(repository, pull, runs, statuses.Value), $"{repository.HtmlUrl}/pull/{arguments.Number}/checks",
            $"github:{repository.FullName}#{arguments.Number}");
    }

    private static JsonObject Shape(RepositoryWire repository, PullWire pull, CheckRunsWire runs, CombinedStatusWire? statuses) => new()
    {
        ["repository"] = repository.FullName,
        ["number"] = pull.Number,
        ["head_sha"] = pull.Head.Sha,
        ["mergeable_state"] = pull.MergeableState,
        ["items"] = new JsonArray([
            .. runs.CheckRuns.Select(r => (JsonNode)new JsonObject { ["kind"] = "check", ["name"] = r.Name, ["status"] = r.Status, ["conclusion"] = r.Conclusion }),
            .. (statuses?.Statuses ?? []).Select(s => (JsonNode)new JsonObject { ["kind"] = "status", ["name"] = s.Context, ["status"] = s.State, ["description"] = s.Description }),
        ]),
        ["statuses_shown"] = statuses is not null,
    };
}
