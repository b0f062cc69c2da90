using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Sandbox.Tenant.Vault;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant.Management;

/// <summary>The Management API's calls about one person: profile, connected accounts, enrolments, authentication methods.</summary>
public sealed class ManagementDoor(SandboxWorld world, TokenReader tokens, ConnectedAccounts accounts, RequestBudget budget, EnrolmentTickets tickets)
{
    private const string ReadUsers = "read:users";

    public void Map(IEndpointRouteBuilder routes)
    {
        OfPerson("GET", "", ReadUsers, DescribePersonAsync);
        OfPerson("GET", "/connected-accounts", ReadUsers, ListAccountsAsync);
        OfPerson("GET", "/enrollments", ReadUsers, (context, person) => context.WriteJsonAsync(200, Devices.Enrolments(person)));
        OfPerson("GET", "/authentication-methods", "read:authentication_methods", (context, person) =>
            OffsetPage.Read(context.Request, Devices.Methods(person), "authenticators") is { } page
                ? context.WriteJsonAsync(200, page)
                : ManagementError.BadQuery("page and per_page must be whole numbers, per_page at most 100").WriteAsync(context));
        Add("GET", "/api/v2/guardian/enrollments/{id}", "read:guardian_enrollments", DescribeEnrolmentAsync);
        Add("POST", "/api/v2/guardian/enrollments/ticket", "create:guardian_enrollment_tickets", IssueTicketAsync);
        routes.Map("/api/v2/{**rest}", context => new ManagementError(404, "Not Found", "Not Found", null).WriteAsync(context));

        void OfPerson(string method, string route, string scope, Func<HttpContext, Person, Task> handler) =>
            Add(method, "/api/v2/users/{sub}" + route, scope, context => world.People.BySub(SubOf(context)) is { } person
                ? handler(context, person)
                : ManagementError.NoSuchUser.WriteAsync(context));

        void Add(string method, string route, string scope, Func<HttpContext, Task> handler) =>
            routes.MapMethods(route, [method], context => GuardAsync(context, scope, handler));
    }

    private async Task GuardAsync(HttpContext context, string scope, Func<HttpContext, Task> handler)
    {
        var left = budget.Take();
        RateHeaders.Write(context, RequestBudget.Burst, left ?? 0, world.Time.GetUtcNow());
        if (left is null)
        {
            await new ManagementError(429, "Too Many Requests", "Global limit has been reached", "too_many_requests").WriteAsync(context).ConfigureAwait(false);
            return;
        }
        if (TokenReader.Bearer(context.Request) is not { } text)
        {
            await ManagementError.Unauthorized("Missing authentication").WriteAsync(context).ConfigureAwait(false);
            return;
        }
        var issuer = world.Origins.AsSeenBy(context.Request).Issuer;
        var (token, expired) = await tokens.ReadAsync(text, issuer, issuer + "api/v2/").ConfigureAwait(false);
        if (token is null)
        {
            var message = expired ? "Expired token received for JSON Web Token validation" : "Invalid token";
            await ManagementError.Unauthorized(message).WriteAsync(context).ConfigureAwait(false);
            return;
        }
        if (!token.Scopes.Contains(scope))
        {
            await ManagementError.InsufficientScope([scope]).WriteAsync(context).ConfigureAwait(false);
            return;
        }
        await handler(context).ConfigureAwait(false);
    }

    private static string SubOf(HttpContext context) => context.GetRouteValue("sub") as string ?? "";

    private static Task DescribePersonAsync(HttpContext context, Person person)
    {
        var body = Profile.Claims(person, ["profile", "email"]);
        body.Remove("sub");
        body["user_id"] = person.Sub;
        body["created_at"] = person.CreatedAt.ToWire();
        // A login identity. It has nothing to do with the vault.
        body["identities"] = new JsonArray(new JsonObject
        {
            ["connection"] = "Username-Password-Authentication", ["provider"] = "auth0", ["user_id"] = person.Sub["auth0|".Length..], ["isSocial"] = false,
        });
        var fields = context.Request.Query["fields"].ToString();
        if (fields.Length > 0)
        {
            var named = fields.Split(',');
            var include = context.Request.Query["include_fields"].ToString() != "false";
            foreach (var name in body.Select(member => member.Key).Where(name => named.Contains(name) != include).ToList())
                body.Remove(name);
        }
        return context.WriteJsonAsync(200, body);
    }

    private Task ListAccountsAsync(HttpContext context, Person person)
    {
        if (Checkpoint.Read(context.Request, accounts.Of(person), account => account.Id, standard: 50, maximum: 100) is not { } page)
            return ManagementError.BadQuery("take must be between 1 and 100, and from a cursor of this API").WriteAsync(context);
        var body = new JsonObject
        {
            ["connected_accounts"] = new JsonArray([.. page.Items.Select(account => (JsonNode)new JsonObject
            {
                ["id"] = account.Id,
                ["connection"] = account.Connection,
                ["connection_id"] = "con_" + account.Connection + "0000000001",
                ["strategy"] = "github",
                ["access_type"] = "offline",
                ["scopes"] = new JsonArray(),
                ["created_at"] = account.CreatedAt.ToWire(),
            })]),
        };
        if (page.Next is not null)
            body["next"] = page.Next;
        return context.WriteJsonAsync(200, body);
    }

    private Task DescribeEnrolmentAsync(HttpContext context)
    {
        var id = context.GetRouteValue("id") as string;
        var person = world.People.All.FirstOrDefault(person => person.Enrolment != Enrolment.None && Devices.EnrolmentId(person) == id);
        return person is null
            ? new ManagementError(404, "Not Found", "Enrollment not found", "enrollment_not_found").WriteAsync(context)
            : context.WriteJsonAsync(200, Devices.Enrolment(person));
    }

    private async Task IssueTicketAsync(HttpContext context)
    {
        JsonNode? body;
        try
        {
            body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            body = null;
        }
        if ((body as JsonObject)?["user_id"] is not JsonValue sub || !sub.TryGetValue<string>(out var id))
            await ManagementError.BadBody("Missing required property: user_id").WriteAsync(context).ConfigureAwait(false);
        else if (world.People.BySub(id) is not { } person)
            await ManagementError.NoSuchUser.WriteAsync(context).ConfigureAwait(false);
        else
        {
            var ticket = tickets.Issue(person);
            await context.WriteJsonAsync(200, new JsonObject
            {
                ["ticket_id"] = ticket,
                ["ticket_url"] = world.Origins.AsSeenBy(context.Request).Issuer + "guardian/enroll?ticket=" + ticket,
            }).ConfigureAwait(false);
        }
    }
}
