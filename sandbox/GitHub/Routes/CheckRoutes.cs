using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Git;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.Shapes;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Routes;

/// <summary>Check runs and commit statuses, read only.</summary>
internal static class CheckRoutes
{
    public static IEnumerable<ApiRoute> All =>
    [
        ApiRoute.Read("check-runs/{run}", "checks", One),
    ];

    public static Answer Runs(Call call, Repository repository)
    {
        if (repository.Resolve(call["ref"]) is not { } commit) return Refusal.Unprocessable($"No commit found for SHA: {call["ref"]}");
        IEnumerable<CheckRun> runs = repository.Checks.GetValueOrDefault(commit.Sha) ?? [];
        if (call.Asked("check_name") is { } name) runs = runs.Where(r => r.Name == name);
        if (call.Asked("status") is { } status) runs = runs.Where(r => r.Status == status);
        if ((call.Asked("filter") ?? "latest") == "latest") runs = runs.GroupBy(r => r.Name).Select(g => g.Last());
        return Listing.Of(call, [.. runs], r => Shape(call, repository, commit, r), $"/repositories/{repository.Id}/commits/{call["ref"]}/check-runs",
            (page, total) => new JsonObject { ["total_count"] = total, ["check_runs"] = page });
    }

    public static Answer Combined(Call call, Repository repository)
    {
        if (repository.Resolve(call["ref"]) is not { } commit) return Refusal.Unprocessable($"No commit found for SHA: {call["ref"]}");
        CommitStatus[] latest = [.. (repository.Statuses.GetValueOrDefault(commit.Sha) ?? []).GroupBy(s => s.Context).Select(g => g.Last())];
        var state = latest.Length == 0 || Array.Exists(latest, s => s.State == "pending") ? "pending" : "success";
        if (Array.Exists(latest, s => s.State is "failure" or "error")) state = "failure";
        var url = CommitShape.Url(call, repository, commit.Sha);
        return Answer.Ok(new JsonObject
        {
            ["state"] = state,
            ["statuses"] = new JsonArray([.. latest.Select(s => Status(call, repository, commit, s))]),
            ["sha"] = commit.Sha,
            ["total_count"] = latest.Length,
            ["repository"] = RepositoryShape.Minimal(call, repository),
            ["commit_url"] = url,
            ["url"] = url + "/status",
        });
    }

    public static Answer Statuses(Call call, Repository repository)
    {
        if (repository.Resolve(call["ref"]) is not { } commit) return Refusal.NotFound();
        CommitStatus[] all = [.. (repository.Statuses.GetValueOrDefault(commit.Sha) ?? []).AsEnumerable().Reverse()];
        return Listing.Of(call, all, s =>
        {
            var shape = Status(call, repository, commit, s);
            shape["creator"] = AccountShape.Simple(call, call.State.Robot);
            return shape;
        }, $"/repositories/{repository.Id}/commits/{call["ref"]}/statuses");
    }

    private static Answer One(Call call, Repository repository)
    {
        foreach (var (sha, runs) in repository.Checks)
        {
            if (runs.Find(r => r.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == call["run"]) is { } run && repository.Objects.Commit(sha) is { } commit)
                return Answer.Ok(Shape(call, repository, commit, run));
        }

        return Refusal.NotFound();
    }

    private static JsonObject Shape(Call call, Repository repository, GitCommit commit, CheckRun run)
    {
        var url = $"{RepositoryShape.Url(call, repository)}/check-runs/{run.Id}";
        var html = $"{RepositoryShape.Html(call, repository)}/runs/{run.Id}";
        var repo = new Func<JsonObject>(() => new JsonObject { ["id"] = repository.Id, ["url"] = RepositoryShape.Url(call, repository), ["name"] = repository.Name });
        return new JsonObject
        {
            ["id"] = run.Id,
            ["name"] = run.Name,
            ["node_id"] = AccountShape.NodeId("CR", run.Id),
            ["head_sha"] = commit.Sha,
            ["external_id"] = "",
            ["url"] = url,
            ["html_url"] = html,
            ["details_url"] = html,
            ["status"] = run.Status,
            ["conclusion"] = run.Conclusion,
            ["started_at"] = AccountShape.Time(run.StartedAt),
            ["completed_at"] = AccountShape.Time(run.CompletedAt),
            ["output"] = new JsonObject
            {
                ["title"] = run.Name,
                ["summary"] = run.Summary,
                ["text"] = null,
                ["annotations_count"] = 0,
                ["annotations_url"] = url + "/annotations",
            },
            ["check_suite"] = new JsonObject { ["id"] = run.Id + 1 },
            ["app"] = AppShape.Checks(call),
            ["pull_requests"] = new JsonArray([.. repository.Pulls.Where(p => p.Open && p.HeadSha == commit.Sha).Select(p => new JsonObject
            {
                ["url"] = PullShape.Url(call, repository, p),
                ["id"] = p.PullId,
                ["number"] = p.Number,
                ["head"] = new JsonObject { ["ref"] = p.HeadRef, ["sha"] = p.HeadSha, ["repo"] = repo() },
                ["base"] = new JsonObject { ["ref"] = p.BaseRef, ["sha"] = p.BaseSha, ["repo"] = repo() },
            })]),
        };
    }

    private static JsonObject Status(Call call, Repository repository, GitCommit commit, CommitStatus status) => new()
    {
        ["url"] = $"{RepositoryShape.Url(call, repository)}/statuses/{commit.Sha}",
        ["avatar_url"] = $"{call.Origin}/avatars/in/15368?v=4",
        ["id"] = status.Id,
        ["node_id"] = AccountShape.NodeId("SC", status.Id),
        ["state"] = status.State,
        ["description"] = status.Description,
        ["target_url"] = null,
        ["context"] = status.Context,
        ["created_at"] = AccountShape.Time(status.CreatedAt),
        ["updated_at"] = AccountShape.Time(status.CreatedAt),
    };
}
