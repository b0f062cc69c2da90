using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Sandbox.Tenant;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox;

/// <summary>What a start leaves in the data folder for others: the app's settings, and where the control API is.</summary>
internal static class StartFiles
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Default) { WriteIndented = true };

    public static void Write(SandboxWorld world, Clients clients)
    {
        var folder = world.Options.Data;
        OwnFile.Write(Path.Combine(folder, "settings.json"), Settings(world, clients).ToJsonString(Indented));
        OwnFile.Write(Path.Combine(folder, "control.json"), Control(world, clients).ToJsonString(Indented));
    }

    /// <summary>The app's settings under the names that they have for a real tenant too.</summary>
    private static JsonObject Settings(SandboxWorld world, Clients clients)
    {
        var origins = world.Origins;
        var settings = new JsonObject
        {
            ["Auth0:Issuer"] = origins.Issuer,
            ["Auth0:Audience"] = Apis.DoorsAudience,
            ["Auth0:ApprovalsAudience"] = Apis.ApprovalsAudience,
            ["Auth0:Web:ClientId"] = clients.Web.Id,
            ["Auth0:Approvals:ClientId"] = clients.Approvals.Id,
            ["Auth0:Approvals:ClientSecret"] = clients.Approvals.Secret,
            ["Auth0:Vault:ClientId"] = clients.Vault.Id,
            ["Auth0:Vault:PrivateKey"] = clients.Vault.Key,
            ["Auth0:Reader:ClientId"] = clients.Reader.Id,
            ["Auth0:Reader:ClientSecret"] = clients.Reader.Secret,
            ["GitHub:ApiOrigin"] = origins.GitHub,
            ["GitHub:InstallUrl"] = origins.GitHub + "/apps/countersign/installations/new",
            ["Model:Endpoint"] = origins.Model + "/v1",
            ["Model:Name"] = "sandbox-model",
            ["Model:Key"] = world.Keepsakes.ModelKey,
            ["App:PhoneUrl"] = origins.Phone + "/phone",
        };
        foreach (var (origin, index) in new[] { origins.Tenant, origins.GitHub, origins.Model, origins.Phone }.Select((origin, index) => (origin, index)))
            settings[$"Egress:PrivateOrigins:{index}"] = origin;
        return settings;
    }

    private static JsonObject Control(SandboxWorld world, Clients clients) => new()
    {
        ["tenant"] = world.Origins.Issuer,
        ["github"] = world.Origins.GitHub,
        ["model"] = world.Origins.Model + "/v1",
        ["phone"] = world.Origins.Phone + "/phone",
        ["control"] = world.Origins.Phone + "/control",
        ["token"] = world.Keepsakes.ControlToken,
        ["web_client_id"] = clients.Web.Id,
        ["redirect_uri"] = clients.Web.Callbacks[0],
        ["people"] = new JsonArray([.. world.People.All.Select(person => (JsonNode)new JsonObject
        {
            ["name"] = person.Name,
            ["sub"] = person.Sub,
            ["username"] = person.Username,
            ["password"] = person.Password,
        })]),
        ["clients"] = new JsonObject
        {
            ["backend"] = Credentials(clients.Backend),
            ["rotating"] = Credentials(clients.Rotating),
            ["vault_approved"] = new JsonObject { ["client_id"] = clients.VaultApproved.Id, ["private_key"] = clients.VaultApproved.Key },
        },
    };

    private static JsonObject Credentials(Client client) => new() { ["client_id"] = client.Id, ["client_secret"] = client.Secret };
}
