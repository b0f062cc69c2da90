using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Shapes;

internal static class AccountShape
{
    public static string NodeId(string kind, long id) =>
        kind + "_" + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}{id}"))).TrimEnd('=');

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    public static JsonNode? Time(DateTimeOffset? time) => time is { } known ? JsonValue.Create(Time(known)) : null;

    /// <summary>The short form that stands in every object.</summary>
    public static JsonObject Simple(Call call, Account account)
    {
        var url = $"{call.Api}/users/{account.Login}";
        return new JsonObject
        {
            ["login"] = account.Login,
            ["id"] = account.Id,
            ["node_id"] = NodeId(account.IsOrganisation ? "O" : "U", account.Id),
            ["avatar_url"] = $"{call.Origin}/avatars/u/{account.Id}?v=4",
            ["gravatar_id"] = "",
            ["url"] = url,
            ["html_url"] = $"{call.Origin}/{account.Login}",
            ["followers_url"] = url + "/followers",
            ["following_url"] = url + "/following{/other_user}",
            ["gists_url"] = url + "/gists{/gist_id}",
            ["starred_url"] = url + "/starred{/owner}{/repo}",
            ["subscriptions_url"] = url + "/subscriptions",
            ["organizations_url"] = url + "/orgs",
            ["repos_url"] = url + "/repos",
            ["events_url"] = url + "/events{/privacy}",
            ["received_events_url"] = url + "/received_events",
            ["type"] = account.Type,
            ["user_view_type"] = "public",
            ["site_admin"] = false,
        };
    }

    /// <summary>The caller's own: e-mail and plan are for tokens with the permission, which this app has not.</summary>
    public static JsonObject Full(Call call, Account account, int publicRepositories)
    {
        var shape = Simple(call, account);
        shape["name"] = account.Name;
        shape["company"] = "@acme";
        shape["blog"] = "";
        shape["location"] = null;
        shape["email"] = null;
        shape["hireable"] = null;
        shape["bio"] = null;
        shape["twitter_username"] = null;
        shape["notification_email"] = null;
        shape["public_repos"] = publicRepositories;
        shape["public_gists"] = 0;
        shape["followers"] = 0;
        shape["following"] = 0;
        shape["created_at"] = "2021-03-01T08:00:00Z";
        shape["updated_at"] = "2026-01-05T08:00:00Z";
        return shape;
    }
}
