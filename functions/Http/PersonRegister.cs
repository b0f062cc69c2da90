using System.Collections.Concurrent;
using Countersign.Audit;
using Countersign.Identity;
using Microsoft.Extensions.Options;

namespace Countersign.Http;

/// <summary>Writes the <see cref="Person"/> row on a person's first authenticated call.</summary>
internal sealed class PersonRegister(Trail trail, People people, IOptions<Auth0Options> tenant)
{
    private const int Known = 100_000;

    private readonly ConcurrentDictionary<PrincipalId, bool> _seen = new();

    public async ValueTask SeenAsync(Caller caller, CancellationToken ct)
    {
        if (_seen.ContainsKey(caller.Principal)) return;
        if (await people.ReadAsync(caller.Principal, Person.Key, IdentityJson.Default.Person, ct) is null)
        {
            // Another request of the same person may have been first: then the row is there, and is the same.
            var person = new Person(tenant.Value.Issuer, caller.Subject);
            await trail.CommitAsync(caller.Principal, new PersonBatch().Insert(Person.Key, person, IdentityJson.Default.Person), ct);
        }

        if (_seen.Count > Known) _seen.Clear();
        _seen[caller.Principal] = true;
    }
}
