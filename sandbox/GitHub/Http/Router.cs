using System.Globalization;
using System.Text.Json;
using Countersign.Sandbox.GitHub.Routes;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Http;

/// <summary>Finds the route of a call, the repository it means and whether the caller may; then has it answered.</summary>
internal static class Router
{
    private static readonly ApiRoute[] Plain = [.. UserRoutes.All];

    private static readonly ApiRoute[] OfRepository =
    [
        .. RepositoryRoutes.All, .. CommentRoutes.All, .. IssueRoutes.All, .. PullRoutes.All, .. MergeRoutes.All, .. CommitRoutes.All,
        .. ContentRoutes.All, .. RefRoutes.All, .. GitDataRoutes.All, .. CheckRoutes.All,
    ];

    public static Answer Dispatch(Call call)
    {
        // A path that ends in a slash is no path here.
        if (call.Path.EndsWith('/') && call.Path != "/") return Refusal.NotFound();
        var parts = call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (parts is ["repos", _, _, ..]) return BelowRepository(call, parts[3..], ByName(call, parts[1], parts[2], out var moved), moved);
        if (parts is ["repositories", _, ..])
        {
            var known = long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? call.State.RepositoryBy(id) : null;
            return BelowRepository(call, parts[2..], known, moved: false);
        }

        foreach (var route in Plain)
        {
            if (route.Method != call.Method || !route.Takes(parts, values)) continue;
            Bind(call, values);
            return ReadBody(call, route) ?? route.Handle(call, null);
        }

        return Refusal.NotFound();
    }

    private static Repository? ByName(Call call, string owner, string name, out bool moved)
    {
        (owner, name) = (Uri.UnescapeDataString(owner), Uri.UnescapeDataString(name));
        moved = false;
        if (call.State.RepositoryBy(owner, name) is { } current) return current;
        moved = call.State.Former.TryGetValue($"{owner}/{name}", out var former);
        return former;
    }

    private static Answer BelowRepository(Call call, string[] rest, Repository? repository, bool moved)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var route = OfRepository.FirstOrDefault(r => r.Method == call.Method && r.Takes(rest, values));
        if (route is null) return Refusal.NotFound();
        if (call.Caller is null && route.Writes) return Refusal.NeedsAuthentication();
        if (repository is null || !Visible(call, repository)) return Refusal.NotFound();
        if (moved)
        {
            var to = $"{call.Api}/repositories/{repository.Id}{string.Concat(rest.Select(p => "/" + p))}";
            return Refusal.Moved(route.Writes ? 307 : 301, to);
        }

        Bind(call, values);
        var answer = MayNot(call, route, repository) ?? ReadBody(call, route) ?? route.Handle(call, repository);
        if (call.Caller is not null && route.Needs.Length > 0) answer.Headers["X-Accepted-GitHub-Permissions"] = route.Accepted;
        return answer;
    }

    /// <summary>A private repository exists only for people with a role in it, by an app that is installed on it.</summary>
    private static bool Visible(Call call, Repository repository) =>
        call.State.RoleOf(call.Caller, repository) >= Level.Read && (!repository.Private || call.State.InstallationOn(repository) is not null);

    private static Answer? MayNot(Call call, ApiRoute route, Repository repository)
    {
        if (call.Caller is null) return null; // only public reads come this far without a token
        var installation = call.State.InstallationOn(repository);
        var granted = installation is null
            ? !route.Writes
            : route.Needs.Length == 0 || route.Needs.Any(set => set.All(installation.Grants));
        if (!granted || call.State.RoleOf(call.Caller, repository) < route.Role) return Refusal.NotByIntegration();
        return repository.Archived && route.Writes ? Refusal.Archived() : null;
    }

    private static void Bind(Call call, Dictionary<string, string> values)
    {
        foreach (var (name, value) in values) call[name] = value;
    }

    private static Answer? ReadBody(Call call, ApiRoute route)
    {
        if (!route.Writes || call.RawBody.Length == 0) return null;
        try
        {
            using var document = JsonDocument.Parse(call.RawBody);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                call.Body = document.RootElement.Clone();
                return null;
            }

            if (document.RootElement.ValueKind == JsonValueKind.Array && call.Path.EndsWith("/labels", StringComparison.Ordinal))
            {
                using var wrapped = JsonDocument.Parse($"{{\"labels\":{document.RootElement.GetRawText()}}}");
                call.Body = wrapped.RootElement.Clone();
                return null;
            }

            return Refusal.Basic(400, "Body should be a JSON object");
        }
        catch (JsonException)
        {
            return Refusal.Basic(400, "Problems parsing JSON");
        }
    }
}
