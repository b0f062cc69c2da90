using System.Text.Json.Nodes;
using Countersign.Sandbox.Tenant.Ciba;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant;

/// <summary>Polling a CIBA request. A poll that comes too soon makes the interval grow; a redeemed request is dead.</summary>
public sealed class CibaGrant(SandboxWorld world, Pushes pushes, TokenIssuer issuer)
{
    private static readonly OAuthError Dead = new(403, "invalid_grant", "Invalid or expired auth_req_id");
    private static readonly OAuthError Pending = new(400, "authorization_pending", "The end-user authorization is pending");
    private static readonly OAuthError Denied = new(400, "access_denied", "The end-user denied the authorization request or it has been expired");

    public TokenAnswer Exchange(TokenRequest request)
    {
        world.Counters.Add("ciba.polls");
        if (request.Parameters["auth_req_id"] is not { } id)
            return OAuthError.Missing("auth_req_id");
        if (pushes.ByAuthReqId(id) is not { } push || push.Client.Id != request.Client.Id || push.Redeemed || pushes.Now > push.ExpiresAt.AddDays(1))
            return Dead;
        if (TooSoon(push) is { } slow)
            return slow;
        switch (push.StateAt(pushes.Now))
        {
            case PushState.Pending:
                return Pending;
            case PushState.Denied or PushState.Expired:
                return Denied;
        }
        if (pushes.Now >= push.ExpiresAt)
            return Denied;
        if (!pushes.Redeem(push))
            return Dead;
        var body = Body(push);
        return world.Faults.TakeFor("ciba_token_lost", push.Person) is null ? body : new TokenAnswer.Lost();
    }

    private OAuthError? TooSoon(Push push)
    {
        var forced = world.Faults.TakeFor("ciba_slow_down", push.Person)?.Number("seconds", 10);
        var now = pushes.Now;
        if (forced is null && now >= push.NextPoll)
        {
            push.NextPoll = now.AddSeconds(push.Interval);
            return null;
        }
        push.Interval = forced ?? Math.Max(1, push.Interval * 2);
        push.NextPoll = now.AddSeconds(push.Interval);
        world.Counters.Add("ciba.slow_down");
        return new(400, "slow_down", $"You are polling faster than allowed. Try again in {push.Interval} seconds.") { RetryAfter = push.Interval };
    }

    private JsonObject Body(Push push)
    {
        var details = push.Details is null ? null : Reordered(push.Details)!.AsArray(); // an array stays one
        if (details is not null && world.Faults.TakeFor("ciba_tamper_details", push.Person) is not null)
            Tamper(details);
        var lifetime = push.Api?.Lifetime ?? 86400;
        var body = new JsonObject
        {
            ["access_token"] = issuer.AccessToken(new()
            {
                Issuer = push.Issuer, Audience = push.Api is null ? null : push.Audience, Sub = push.Person.Sub, ClientId = push.Client.Id,
                Scopes = push.Scopes, Lifetime = lifetime, Details = details, FromApproval = true,
            }),
            ["id_token"] = issuer.IdToken(push.Issuer, push.Client, push.Person, push.Scopes, nonce: null, session: null, authenticatedAt: null),
            ["expires_in"] = lifetime,
            ["scope"] = string.Join(' ', push.Scopes),
            ["token_type"] = "Bearer",
        };
        if (details is not null)
            body["authorization_details"] = details;
        return body;
    }

    /// <summary>Changes one value, as a tenant would that gives back other details than were approved.</summary>
    private static void Tamper(JsonArray details)
    {
        if (details[0] is not JsonObject detail)
            return;
        if (detail["properties"] is JsonObject properties && properties.FirstOrDefault().Value is JsonObject first)
            first["value"] = first["value"] + "0";
        else
            detail["instruction"] = "Something else";
    }

    /// <summary>The same values in another order: the order on the way back is no promise.</summary>
    private static JsonNode? Reordered(JsonNode? node) => node switch
    {
        JsonObject held => new JsonObject(held
            .OrderByDescending(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Reordered(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Reordered)]),
        _ => node?.DeepClone(),
    };
}
