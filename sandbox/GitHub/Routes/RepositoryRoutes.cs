using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.Shapes;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Routes;

/// <summary>The repository itself, its labels and its branches.</summary>
internal static class RepositoryRoutes
{
    public static IEnumerable<ApiRoute> All =>
    [
        ApiRoute.Read("/", "metadata", (call, repository) => Answer.Ok(RepositoryShape.Full(call, repository)) with { LastModified = repository.UpdatedAt }),
        ApiRoute.Read("labels", "issues", (call, repository) =>
            Listing.Of(call, repository.Labels, l => IssueShape.Label(call, repository, l), $"/repositories/{repository.Id}/labels")),
        ApiRoute.Read("branches", "contents", Branches),
        ApiRoute.Read("branches/{*branch}", "contents", Branch),
    ];

    private static Answer Branches(Call call, Repository repository)
    {
        var names = repository.Refs.Keys.Where(r => r.StartsWith("refs/heads/", StringComparison.Ordinal)).Select(r => r[11..]);
        if (call.Asked("protected") is { } only) names = names.Where(n => repository.Protections.ContainsKey(n) == (only == "true"));
        return Listing.Of(call, [.. names], name => new JsonObject
        {
            ["name"] = name,
            ["commit"] = new JsonObject { ["sha"] = repository.Branch(name), ["url"] = CommitShape.Url(call, repository, repository.Branch(name) ?? "") },
            ["protected"] = repository.Protections.ContainsKey(name),
        }, $"/repositories/{repository.Id}/branches");
    }

    private static Answer Branch(Call call, Repository repository)
    {
        var name = call["branch"];
        if (repository.Branch(name) is not { } sha || repository.Objects.Commit(sha) is not { } commit) return Refusal.Basic(404, "Branch not found");
        var url = $"{RepositoryShape.Url(call, repository)}/branches/{name}";
        var protection = repository.Protections.GetValueOrDefault(name);
        return Answer.Ok(new JsonObject
        {
            ["name"] = name,
            ["commit"] = CommitShape.Listed(call, repository, commit),
            ["_links"] = new JsonObject { ["self"] = url, ["html"] = $"{RepositoryShape.Html(call, repository)}/tree/{name}" },
            ["protected"] = protection is not null,
            ["protection"] = new JsonObject
            {
                ["enabled"] = protection is not null,
                ["required_status_checks"] = new JsonObject
                {
                    ["enforcement_level"] = protection is null ? "off" : "non_admins",
                    ["contexts"] = new JsonArray([.. (protection?.RequiredChecks ?? []).Select(c => JsonValue.Create(c))]),
                    ["checks"] = new JsonArray([.. (protection?.RequiredChecks ?? []).Select(c => new JsonObject { ["context"] = c, ["app_id"] = null })]),
                },
            },
            ["protection_url"] = url + "/protection",
        });
    }
}
