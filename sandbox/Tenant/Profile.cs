using System.Text.Json.Nodes;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary>The claims about a person, by scope.</summary>
public static class Profile
{
    public static JsonObject Claims(Person person, IReadOnlyList<string> scopes)
    {
        var claims = new JsonObject { ["sub"] = person.Sub };
        if (scopes.Contains("profile"))
        {
            claims["nickname"] = person.Name;
            claims["name"] = person.FullName;
            claims["picture"] = $"https://cdn.auth0.com/avatars/{person.Name[..1]}.png";
            claims["updated_at"] = person.CreatedAt.ToWire();
        }
        if (scopes.Contains("email"))
        {
            claims["email"] = person.Username;
            claims["email_verified"] = true;
        }
        return claims;
    }
}
