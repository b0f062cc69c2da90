using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.State;
using Countersign.Sandbox.Tenant.MyAccount;

namespace Countersign.Sandbox.GitHub.Shapes;

internal static class InstallationShape
{
    public static JsonNode Of(Call call, Installation installation)
    {
        var permissions = new JsonObject();
        foreach (var (name, level) in installation.Permissions) permissions[name] = level >= Level.Write ? "write" : "read";
        return new JsonObject
        {
            ["id"] = installation.Id,
            ["client_id"] = ConnectPages.ProviderClientId,
            ["account"] = AccountShape.Simple(call, installation.Account),
            ["repository_selection"] = installation.Selected is null ? "all" : "selected",
            ["access_tokens_url"] = $"{call.Api}/app/installations/{installation.Id}/access_tokens",
            ["repositories_url"] = $"{call.Api}/installation/repositories",
            ["html_url"] = installation.Account.IsOrganisation
                ? $"{call.Origin}/organizations/{installation.Account.Login}/settings/installations/{installation.Id}"
                : $"{call.Origin}/settings/installations/{installation.Id}",
            ["app_id"] = GitHubState.AppId,
            ["app_slug"] = GitHubState.AppSlug,
            ["target_id"] = installation.Account.Id,
            ["target_type"] = installation.Account.Type,
            ["permissions"] = permissions,
            ["events"] = new JsonArray(),
            ["created_at"] = AccountShape.Time(installation.CreatedAt),
            ["updated_at"] = AccountShape.Time(installation.CreatedAt),
            ["single_file_name"] = null,
            ["has_multiple_single_files"] = false,
            ["single_file_paths"] = new JsonArray(),
            ["suspended_by"] = null,
            ["suspended_at"] = null,
        };
    }
}
