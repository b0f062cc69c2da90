using System.Text.Json.Nodes;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant.Management;

/// <summary>A person's device for push, in the shapes of the three calls that show it.</summary>
internal static class Devices
{
    public static string EnrolmentId(Person person) => "dev_" + person.Sub["auth0|".Length..][^16..];

    /// <summary><c>GET /users/{id}/enrollments</c>.</summary>
    public static JsonArray Enrolments(Person person)
    {
        if (person.Enrolment == World.Enrolment.None)
            return [];
        var enrolment = Enrolment(person);
        enrolment["type"] = "push";
        enrolment["auth_method"] = "guardian";
        return [enrolment];
    }

    /// <summary><c>GET /guardian/enrollments/{id}</c>.</summary>
    public static JsonObject Enrolment(Person person)
    {
        var confirmed = person.Enrolment == World.Enrolment.Confirmed;
        var enrolment = new JsonObject
        {
            ["id"] = EnrolmentId(person),
            ["status"] = confirmed ? "confirmed" : "pending",
            ["name"] = $"{person.FullName}'s phone",
        };
        if (confirmed)
            enrolment["enrolled_at"] = person.CreatedAt.ToWire();
        return enrolment;
    }

    /// <summary><c>GET /users/{id}/authentication-methods</c>.</summary>
    public static IReadOnlyList<JsonObject> Methods(Person person) => person.Enrolment == World.Enrolment.None
        ? []
        :
        [
            new JsonObject
            {
                ["id"] = "push-notification|" + EnrolmentId(person),
                ["type"] = "push-notification",
                ["name"] = $"{person.FullName}'s phone",
                ["confirmed"] = person.Enrolment == World.Enrolment.Confirmed,
                ["created_at"] = person.CreatedAt.ToWire(),
            },
        ];
}
