using System.Globalization;
using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.Shapes;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Routes;

/// <summary>The caller, what the caller can reach, and the versions of the API.</summary>
internal static class UserRoutes
{
    public static IEnumerable<ApiRoute> All =>
    [
        ApiRoute.Plain("GET", "/user", call => call.Caller is null ? Refusal.NeedsAuthentication()
            : Answer.Ok(AccountShape.Full(call, call.User, call.State.Repositories.Count(r => r.Owner.Id == call.User.Id && !r.Private)))),
        ApiRoute.Plain("GET", "/user/repos", Repositories),
        ApiRoute.Plain("GET", "/user/installations", Installations),
        ApiRoute.Plain("GET", "/user/installations/{installation}/repositories", OfInstallation),
        ApiRoute.Plain("GET", "/versions", _ => Answer.Ok(new JsonArray(ApiVersion.Newer, ApiVersion.Default))),
        ApiRoute.Plain("GET", "/", call => Answer.Ok(new JsonObject { ["current_user_url"] = call.Api + "/user", ["repository_url"] = call.Api + "/repos/{owner}/{repo}" })),
    ];

    private static Answer Repositories(Call call)
    {
        if (call.Caller is null) return Refusal.NeedsAuthentication();
        if (call.Asked("type") is not null && (call.Asked("visibility") is not null || call.Asked("affiliation") is not null))
            return Refusal.Unprocessable("If you specify visibility or affiliation, you cannot specify type.");
        if ((Unlisted(call, "sort", "created", "updated", "pushed", "full_name") ?? Unlisted(call, "direction", "asc", "desc")
            ?? Unlisted(call, "visibility", "all", "public", "private")) is { } refused) return refused;

        var affiliations = (call.Asked("affiliation") ?? "owner,collaborator,organization_member").Split(',');
        var visibility = call.Asked("visibility") ?? call.Asked("type");
        var found = call.State.Repositories
            .Where(r => Reaches(call, r))
            .Where(r => Array.Exists(affiliations, a => a == Affiliation(call, r)))
            .Where(r => visibility switch { "public" => !r.Private, "private" => r.Private, "owner" => r.Owner.Id == call.User.Id, "member" => r.Owner.Id != call.User.Id, _ => true });
        var sort = call.Asked("sort") ?? "full_name";
        var ordered = sort switch
        {
            "created" => found.OrderBy(r => r.CreatedAt),
            "updated" => found.OrderBy(r => r.UpdatedAt),
            "pushed" => found.OrderBy(r => r.PushedAt),
            _ => found.OrderBy(r => r.FullName, StringComparer.OrdinalIgnoreCase),
        };
        var descending = (call.Asked("direction") ?? (sort == "full_name" ? "asc" : "desc")) == "desc";
        Repository[] list = descending ? [.. ordered.Reverse()] : [.. ordered];
        return Listing.Of(call, list, r => RepositoryShape.Listed(call, r), "/user/repos");
    }

    private static Answer Installations(Call call)
    {
        if (call.Caller is null) return Refusal.NeedsAuthentication();
        Installation[] mine = [.. call.State.InstallationsOf(call.Caller).OrderBy(i => i.Id)];
        return Listing.Of(call, mine, i => InstallationShape.Of(call, i), "/user/installations",
            (page, total) => new JsonObject { ["total_count"] = total, ["installations"] = page });
    }

    private static Answer OfInstallation(Call call)
    {
        if (call.Caller is null) return Refusal.NeedsAuthentication();
        var installation = call.State.InstallationsOf(call.Caller).FirstOrDefault(i => i.Id.ToString(CultureInfo.InvariantCulture) == call["installation"]);
        if (installation is null) return Refusal.NotFound();
        Repository[] covered = [.. call.State.Repositories.Where(r => installation.Covers(r) && call.State.RoleOf(call.Caller, r) >= Level.Read).OrderBy(r => r.Id)];
        return Listing.Of(call, covered, r => RepositoryShape.Listed(call, r), $"/user/installations/{installation.Id}/repositories",
            (page, total) => new JsonObject
            {
                ["total_count"] = total,
                ["repository_selection"] = installation.Selected is null ? "all" : "selected",
                ["repositories"] = page,
            });
    }

    // A public repository is listed for those with a role of their own in it, and an app's token lists what the app is installed on.
    private static bool Reaches(Call call, Repository repository) =>
        call.State.RoleOf(call.Caller, repository) >= Level.Read && (!repository.Private || call.State.InstallationOn(repository) is not null)
        && (repository.Private || Affiliation(call, repository) != "none");

    private static string Affiliation(Call call, Repository repository) =>
        repository.Owner.Id == call.User.Id ? "owner"
        : repository.Collaborators.ContainsKey(call.User.Login) ? "collaborator"
        : repository.Owner.IsOrganisation && call.Caller is { } caller && call.State.IsMember(caller) ? "organization_member" : "none";

    public static Answer? Unlisted(Call call, string name, params string[] allowed) =>
        call.Asked(name) is { } value && !allowed.Contains(value) ? Refusal.Invalid("Search", name, "invalid") : null;
}
