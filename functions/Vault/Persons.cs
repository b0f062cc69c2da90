using Countersign.Audit;
using Countersign.Identity;

namespace Countersign.Vault;

/// <summary>How the tenant calls a principal: for requests to the tenant alone.</summary>
public sealed class Persons(People people)
{
    /// <summary>The user id at the tenant; null where the stored one is not this principal's, who is named after it.</summary>
    public async Task<string?> SubjectOfAsync(PrincipalId person, CancellationToken ct)
    {
        var stored = await people.ReadAsync(person, Person.Key, IdentityJson.Default.Person, ct)
            ?? throw new InvalidOperationException("A person's row is written on the first authenticated call, and there is none.");
        return PrincipalId.Of(stored.Value.Issuer, stored.Value.Subject) == person ? stored.Value.Subject : null;
    }
}
