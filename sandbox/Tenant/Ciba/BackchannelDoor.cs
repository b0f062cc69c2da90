using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant.Ciba;

/// <summary><c>POST /bc-authorize</c>: every check in the tenant's order, then one push. Not repeatable, not withdrawable.</summary>
public sealed partial class BackchannelDoor(SandboxWorld world, ClientAuthentication authentication, Pushes pushes, TenantSwitches switches)
{
    private static readonly string[] Unsupported = ["login_hint_token", "id_token_hint", "user_code", "acr_values", "client_notification_token", "resource"];

    private const string NoChannel = "No eligible notification channels were found. guardian-push: ";

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/bc-authorize", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var (push, error) = await AskAsync(context).ConfigureAwait(false);
        if (push is null)
        {
            world.Counters.Add("ciba.refused");
            await error!.WriteAsync(context).ConfigureAwait(false); // one of the two is there
            return;
        }
        world.Counters.Add("ciba.asked");
        pushes.Add(push);
        if (world.Faults.TakeFor("ciba_answer_lost", push.Person) is not null)
        {
            context.Abort();
            return;
        }
        await context.WriteJsonAsync(200, new JsonObject
        {
            ["auth_req_id"] = push.AuthReqId,
            ["expires_in"] = (int)(push.ExpiresAt - push.CreatedAt).TotalSeconds,
            ["interval"] = push.Interval,
        }).ConfigureAwait(false);
    }

    private async Task<(Push? Push, OAuthError? Error)> AskAsync(HttpContext context)
    {
        if (await Parameters.ReadAsync(context.Request, acceptJson: false, context.RequestAborted).ConfigureAwait(false) is not { } parameters)
            return (null, Invalid("The body must be a form, each parameter once."));
        var issuer = world.Origins.AsSeenBy(context.Request).Issuer;
        var (client, refused) = await authentication.AuthenticateAsync(context.Request, parameters, issuer).ConfigureAwait(false);
        if (client is null)
            return (null, refused);
        if (client.IsPublic || !client.GrantTypes.Contains(GrantTypes.Ciba))
            return (null, OAuthError.GrantNotAllowed(GrantTypes.Ciba));
        var asked = Scope.Split(parameters["scope"]);
        if (!asked.Contains("openid"))
            return (null, Invalid("openid scope must be requested"));
        var (person, unknown) = LoginHint.Read(parameters["login_hint"], issuer, world.People);
        if (person is null)
            return (null, unknown);
        if (world.Faults.TakeFor("ciba_refuse", person) is { } fault)
            return (null, new(fault.Number("status", 400), fault.Text("error") ?? "invalid_request", fault.Text("description")));
        if (Unsupported.FirstOrDefault(name => parameters[name] is not null) is { } unsupported)
            return (null, Invalid($"{unsupported} is not supported"));
        if (parameters["binding_message"] is not { } message)
            return (null, OAuthError.Missing("binding_message"));
        if (!Message().IsMatch(message))
            return (null, new(400, "invalid_binding_message", "binding_message must have 1 to 64 characters, letters, digits and + - _ . , : # only"));
        var audience = parameters["audience"];
        var api = audience is null ? null : Apis.Find(audience, issuer);
        if (audience is not null && api is not { ForPeople: true })
            return (null, Invalid($"Service not found: {audience}"));
        var (details, wrong) = GuardianDetails.Read(parameters["authorization_details"], api);
        if (wrong is not null)
            return (null, new(400, "invalid_authorization_details", wrong));
        if (!TryExpiry(parameters["requested_expiry"], out var expiry))
            return (null, Invalid("requested_expiry must be a whole number between 1 and 259200"));
        if (Ineligible(client, person, expiry) is { } ineligible)
            return (null, ineligible);
        if (OverLimit(person) is { } limited)
            return (null, limited);
        return (Make(client, person, issuer, message, Scope.Allowed(asked, api), api, audience, details, Lifetime(person, expiry)), null);
    }

    private Push Make(
        Client client, Person person, string issuer, string message, IReadOnlyList<string> scopes, Api? api, string? audience, JsonArray? details, int lifetime) => new()
    {
        Id = "cns_" + RandomText.Of(16),
        AuthReqId = world.Issued.Note("auth_req_id", RandomText.Of(64)),
        Client = client,
        Person = person,
        Issuer = issuer,
        BindingMessage = message,
        Scopes = scopes,
        Api = api,
        Audience = audience ?? issuer + "userinfo",
        Details = details,
        CreatedAt = pushes.Now,
        ExpiresAt = pushes.Now.AddSeconds(lifetime),
        Interval = world.Options.CibaInterval,
        NextPoll = pushes.Now.AddSeconds(world.Options.CibaInterval),
    };

    private int Lifetime(Person person, int expiry) =>
        Math.Min(expiry, world.Faults.TakeFor("ciba_expiry", person)?.Number("seconds", world.Options.CibaExpiry) ?? world.Options.CibaExpiry);

    private OAuthError? Ineligible(Client client, Person person, int expiry)
    {
        if (expiry > 300 || !client.NotificationChannels.Contains("guardian-push"))
            return Invalid(NoChannel + "Channel not available for the client or the requested_expiry"); // email alone reaches further, and it is off
        if (!switches.PushEnabled)
            return Invalid(NoChannel + "Push notifications not enabled on tenant");
        return person.Enrolment == Enrolment.Confirmed ? null : Invalid(NoChannel + "User does not have push notifications set up");
    }

    private OAuthError? OverLimit(Person person)
    {
        var minute = pushes.Now.AddMinutes(-1);
        var pending = pushes.All.Count(push => !push.Redeemed && push.CreatedAt > pushes.Now.AddDays(-1));
        return pushes.Since(minute, person) >= switches.PushesPerMinute || pushes.Since(minute, null) >= 500 || pending >= 5000
            ? OAuthError.TooMany
            : null;
    }

    private static bool TryExpiry(string? text, out int expiry)
    {
        expiry = 300;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out expiry) && expiry is >= 1 and <= 259200);
    }

    private static OAuthError Invalid(string description) => new(400, "invalid_request", description);

    // The documented set has no space, the tenant's own samples do.
    [GeneratedRegex("^[A-Za-z0-9 +_.,:#-]{1,64}$")]
    private static partial Regex Message();
}
