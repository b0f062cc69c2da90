namespace Countersign.Sandbox.GitHub.State;

/// <summary>Somebody or something that owns repositories: a person, an organisation or the app's own bot.</summary>
internal sealed record Account(long Id, string Login, string Type, string? Name)
{
    public static Account Organisation(long id, string login, string name) => new(id, login, "Organization", name);

    public bool IsOrganisation => Type == "Organization";
}
