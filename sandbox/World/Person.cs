namespace Countersign.Sandbox.World;

/// <summary>How far a person has come with enrolling a device for push.</summary>
public enum Enrolment
{
    /// <summary>No device.</summary>
    None,

    /// <summary>Started and not finished: not eligible for push.</summary>
    Pending,

    /// <summary>A device that gets pushes.</summary>
    Confirmed,
}

/// <summary>Somebody who signs in at the tenant and owns an account at the provider.</summary>
public sealed class Person
{
    /// <summary>Short name by which tests and the control API speak of the person: <c>ada</c>.</summary>
    public required string Name { get; init; }

    public required string FullName { get; init; }

    /// <summary>The tenant's user id: <c>auth0|…</c>.</summary>
    public required string Sub { get; init; }

    /// <summary>What the person types at the login page; also the e-mail address.</summary>
    public required string Username { get; init; }

    public required string Password { get; init; }

    /// <summary>The person's own account at GitHub.</summary>
    public required ProviderAccount GitHub { get; init; }

    public Enrolment Enrolment { get; set; }

    /// <summary>When the person was made, in the world's time.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
