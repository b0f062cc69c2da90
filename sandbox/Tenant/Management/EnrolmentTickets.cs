using System.Collections.Concurrent;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.Tenant.Management;

/// <summary>Tickets with which a person enrols a device.</summary>
public sealed class EnrolmentTickets
{
    private readonly ConcurrentDictionary<string, Person> _tickets = new(StringComparer.Ordinal);

    public string Issue(Person person)
    {
        var ticket = RandomText.Of(32);
        _tickets[ticket] = person;
        return ticket;
    }

    public Person? Find(string ticket) => _tickets.GetValueOrDefault(ticket);

    public void End(string ticket) => _tickets.TryRemove(ticket, out _);

    public void Reset() => _tickets.Clear();
}
