using Countersign.Audit;
using Countersign.Identity;

namespace Countersign.Vault;

/// <summary>How the tenant calls a principal: for requests to the tenant alone.</summary>
public sealed class Persons(People people)
{
    /// <summary>The user id at the tenant.</summary>
    public async Task<string> SubjectOfAsync(PrincipalId person, CancellationToken ct) =>
        await people.ReadAsync(person, Person.Key, IdentityJson.Default.Person, ct) is { } stored
            ? stored.Value.Subject
            : throw new InvalidOperationException("A person's row is written on the first authenticated call, and there is none.");
}
