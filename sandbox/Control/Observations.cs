using System.Text.Json.Nodes;
using Countersign.Sandbox.Tenant;
using Countersign.Sandbox.Tenant.Ciba;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Control;

/// <summary>What the world saw: counters and lists.</summary>
internal sealed class Observations(SandboxWorld world, TenantParty tenant)
{
    public void Map(RouteGroupBuilder control)
    {
        control.MapGet("/counters", ControlRequest.Handle((_, _) => Counters()));
        control.MapGet("/requests", ControlRequest.Handle((context, _) => Rows(world.Requests.All
            .Where(arrival => Is(context, "party", arrival.Party) && Is(context, "method", arrival.Method) && Begins(context, arrival.Path))
            .Select(arrival => new JsonObject { ["at"] = arrival.At.ToWire(), ["party"] = arrival.Party, ["method"] = arrival.Method, ["path"] = arrival.Path, ["grant"] = arrival.Grant }))));
        control.MapGet("/effects", ControlRequest.Handle((context, _) => Rows(
            world.Effects.All.Where(effect => Concerns(context, effect.Person)).Select(Describe))));
        control.MapGet("/exchanges", ControlRequest.Handle((context, _) => Rows(
            tenant.Exchanges.All.Where(exchange => Concerns(context, exchange.Person)).Select(Describe))));
        control.MapGet("/secrets", ControlRequest.Handle((_, _) => Rows(world.Issued.All.Concat(Kept()).Select(secret => new JsonObject
        {
            ["kind"] = secret.Kind,
            ["text"] = secret.Text,
        }))));
        control.MapGet("/pushes", ControlRequest.Handle((context, _) => Rows(
            tenant.Pushes.All.Where(push => Concerns(context, push.Person.Name)).Select(Describe))));
    }

    private JsonObject Counters()
    {
        var counters = world.Counters;
        var effects = new JsonObject();
        foreach (var (kind, count) in world.Effects.Counts())
            effects[kind] = count;
        return new()
        {
            ["effects"] = effects,
            ["exchanges"] = new JsonObject { ["ok"] = counters["exchanges.ok"], ["refused"] = counters["exchanges.refused"] },
            ["pushes"] = counters["pushes"],
            ["ciba"] = new JsonObject
            {
                ["asked"] = counters["ciba.asked"],
                ["refused"] = counters["ciba.refused"],
                ["polls"] = counters["ciba.polls"],
                ["slow_down"] = counters["ciba.slow_down"],
                ["approved"] = counters["ciba.approved"],
                ["denied"] = counters["ciba.denied"],
                ["redeemed"] = counters["ciba.redeemed"],
            },
            ["model_calls"] = counters["model_calls"],
            ["github_requests"] = counters["github_requests"],
        };
    }

    /// <summary>The secrets that every start has: of a key, the line in the middle of its text.</summary>
    private IEnumerable<(string Kind, string Text)> Kept()
    {
        var kept = world.Keepsakes;
        return [
            .. kept.ClientSecrets.Values.Select(secret => ("client_secret", secret)),
            .. kept.ClientKeys.Values.Concat(kept.SigningKeys).Select(pem => pem.Split('\n')).Select(lines => ("private_key", lines[lines.Length / 2].Trim())),
            ("model_key", kept.ModelKey),
            .. world.People.All.Select(person => ("password", person.Password)),
        ];
    }

    private static JsonArray Rows(IEnumerable<JsonObject> rows) => [.. rows.Select(row => (JsonNode)row)];

    private static bool Concerns(HttpContext context, string? person) =>
        context.Request.Query["person"].ToString() is not { Length: > 0 } wanted || wanted == person;

    private static bool Is(HttpContext context, string name, string value) => context.Request.Query[name].ToString() is not { Length: > 0 } wanted || wanted == value;

    private static bool Begins(HttpContext context, string path) => path.StartsWith(context.Request.Query["path_prefix"].ToString(), StringComparison.Ordinal);

    private static JsonObject Describe(Effect effect) => new()
    {
        ["at"] = effect.At.ToWire(),
        ["kind"] = effect.Kind,
        ["person"] = effect.Person,
        ["repository"] = effect.Repository,
        ["target"] = effect.Target,
        ["detail"] = effect.Detail,
    };

    private static JsonObject Describe(Tenant.Vault.ExchangeEntry exchange) => new()
    {
        ["at"] = exchange.At.ToWire(),
        ["person"] = exchange.Person,
        ["connection"] = exchange.Connection,
        ["outcome"] = exchange.Outcome,
        ["client_id"] = exchange.ClientId,
        ["subject_token_kind"] = exchange.SubjectTokenKind,
    };

    private JsonObject Describe(Push push) => new()
    {
        ["id"] = push.Id,
        ["person"] = push.Person.Name,
        ["state"] = push.StateAt(tenant.Pushes.Now).ToString().ToLowerInvariant(),
        ["application"] = push.Client.Name,
        ["binding_message"] = push.BindingMessage,
        ["authorization_details"] = push.Details?.DeepClone(),
        ["scope"] = string.Join(' ', push.Scopes),
        ["audience"] = push.Audience,
        ["created_at"] = push.CreatedAt.ToWire(),
        ["expires_at"] = push.ExpiresAt.ToWire(),
        ["answered_at"] = push.AnsweredAt?.ToWire(),
        ["redeemed_at"] = push.RedeemedAt?.ToWire(),
    };
}
