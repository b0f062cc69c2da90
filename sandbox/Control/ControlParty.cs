using System.Text.Json.Nodes;
using Countersign.Sandbox.Tenant;
using Countersign.Sandbox.Tenant.Ciba;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Control;

/// <summary>The control API: what tests and scripts do to the world, and what they ask it. The guard stands before it on the same origin.</summary>
public sealed class ControlParty(SandboxWorld world, TenantParty tenant, Func<IReadOnlyList<IParty>> parties, Action reset) : IParty
{
    public string Name => "phone";

    public void Map(WebApplication app)
    {
        var control = app.MapGroup("/control");
        control.MapPost("/reset", Handle((_, _) =>
        {
            reset();
            return null;
        }));
        control.MapPost("/people", Handle((_, request) => AddPerson(request)));
        control.MapPost("/tokens", Handle((_, request) => new JsonObject { ["access_token"] = new TokenForge(world, tenant).Make(request) }));
        control.MapPost("/enrolment", Handle((_, request) => Enrol(request)));
        control.MapPost("/accounts", Handle((_, request) => ChangeAccount(request)));
        control.MapPost("/auto-answer", Handle((_, request) => StandingAnswer(request)));
        control.MapPost("/pushes/{id}/approve", Handle((context, _) => Answer(context, approve: true)));
        control.MapPost("/pushes/{id}/deny", Handle((context, _) => Answer(context, approve: false)));
        control.MapPost("/faults", Handle((_, request) => AddFault(request)));
        control.MapGet("/faults", Handle((_, _) => new JsonArray([.. world.Faults.All.Select(entry => (JsonNode)new JsonObject
        {
            ["kind"] = entry.Fault.Kind,
            ["left"] = entry.Left,
        })])));
        control.MapDelete("/faults", Handle((_, _) =>
        {
            world.Faults.Clear();
            return null;
        }));
        control.MapPost("/tenant", Handle((_, request) => Switch(request)));
        control.MapPost("/keys/rotate", Handle((_, request) =>
        {
            tenant.Keys.Rotate();
            if (request.Flag("forget_old") == true)
                tenant.Keys.Forget();
            return null;
        }));
        control.MapGet("/clock", Handle((_, _) => Clock()));
        control.MapPost("/clock", Handle((_, request) =>
        {
            world.TenantTime.Offset = TimeSpan.FromSeconds(request.Number("offset_seconds") ?? throw new ControlException("'offset_seconds' is missing."));
            return Clock();
        }));
        new Observations(world, tenant).Map(control);
        foreach (var party in parties())
            party.MapControl(control);
    }

    private static RequestDelegate Handle(Func<HttpContext, ControlRequest, JsonNode?> handler) => ControlRequest.Handle(handler);

    private JsonObject AddPerson(ControlRequest request)
    {
        var name = request.Required("name");
        var person = world.People.Add(
            name, request.Text("full_name") ?? name, request.Text("github_login"), EnrolmentOf(request.Text("enrolment") ?? "confirmed"),
            installed: request.Flag("install_github") ?? true) ?? throw new ControlException($"There is a person called '{name}' already.") { Status = 409 };
        if (request.Flag("link_github") ?? false)
            tenant.Accounts.Link(person, person.GitHub);
        return new()
        {
            ["name"] = person.Name,
            ["sub"] = person.Sub,
            ["username"] = person.Username,
            ["password"] = person.Password,
            ["github_id"] = person.GitHub.Id,
            ["github_login"] = person.GitHub.Login,
        };
    }

    private JsonNode? Enrol(ControlRequest request)
    {
        PersonOf(request).Enrolment = EnrolmentOf(request.Required("enrolment"));
        return null;
    }

    private JsonObject? ChangeAccount(ControlRequest request)
    {
        var person = PersonOf(request);
        if ((request.Text("connection") ?? "github") != "github")
            throw new ControlException("This tenant has the connection 'github' alone.");
        switch (request.Required("action"))
        {
            case "link":
                var login = request.Text("github_login");
                var account = login is null ? person.GitHub
                    : world.People.ByGitHubLogin(login)?.GitHub ?? throw new ControlException($"GitHub has no account '{login}'.") { Status = 404 };
                return new JsonObject { ["id"] = tenant.Accounts.Link(person, account).Id };
            case "unlink":
                foreach (var linked in tenant.Accounts.Of(person))
                    tenant.Accounts.Remove(person, linked.Id);
                return null;
            case "revoke":
                tenant.Accounts.Revoke(person);
                return null;
            case "expire":
                tenant.Accounts.Expire(person);
                return null;
            case "forget_refresh_token":
                tenant.Accounts.Forget(person);
                return null;
            default:
                throw new ControlException("'action' is link, unlink, revoke, expire or forget_refresh_token.");
        }
    }

    private JsonNode? StandingAnswer(ControlRequest request)
    {
        bool? approve = request.Required("answer") switch
        {
            "approve" => true,
            "deny" => false,
            "none" => null,
            _ => throw new ControlException("'answer' is approve, deny or none."),
        };
        tenant.Pushes.Stand(PersonOf(request), approve, TimeSpan.FromMilliseconds(request.Number("after_ms") ?? 0));
        return null;
    }

    private JsonNode? Answer(HttpContext context, bool approve) =>
        tenant.Pushes.Answer(context.GetRouteValue("id") as string ?? "", approve) == AnswerOutcome.Taken
            ? null
            : throw new ControlException("login_transaction_not_found") { Status = 404 };

    private JsonNode? AddFault(ControlRequest request)
    {
        var arguments = request.Body.DeepClone().AsObject();
        var match = (request.Object("match") ?? []).ToDictionary(fact => fact.Key, fact => fact.Value?.ToString() ?? "", StringComparer.Ordinal);
        foreach (var name in new[] { "kind", "times", "match" })
            arguments.Remove(name);
        world.Faults.Add(new(request.Required("kind"), arguments, match), request.Number("times") ?? 1);
        return null;
    }

    private JsonNode? Switch(ControlRequest request)
    {
        var switches = tenant.Switches;
        switches.TakesApprovalTokens = request.Flag("takes_approval_tokens") ?? switches.TakesApprovalTokens;
        switches.AlwaysMfa = request.Flag("always_mfa") ?? switches.AlwaysMfa;
        switches.PushEnabled = request.Flag("push_enabled") ?? switches.PushEnabled;
        switches.MyAccountActive = request.Flag("my_account_active") ?? switches.MyAccountActive;
        switches.ReconnectConflicts = request.Flag("reconnect_conflicts") ?? switches.ReconnectConflicts;
        switches.PushesPerMinute = request.Number("pushes_per_minute") ?? switches.PushesPerMinute;
        return null;
    }

    private JsonObject Clock() => new()
    {
        ["now"] = world.TenantTime.GetUtcNow().ToWire(),
        ["offset_seconds"] = (int)world.TenantTime.Offset.TotalSeconds,
    };

    private Person PersonOf(ControlRequest request)
    {
        var name = request.Required("person");
        return world.People.ByName(name) ?? throw new ControlException($"There is nobody called '{name}'.") { Status = 404 };
    }

    private static Enrolment EnrolmentOf(string text) => text switch
    {
        "confirmed" => Enrolment.Confirmed,
        "pending" => Enrolment.Pending,
        "none" => Enrolment.None,
        _ => throw new ControlException("'enrolment' is confirmed, pending or none."),
    };
}
