using System.Collections.Concurrent;
using System.Collections.Immutable;
using Countersign.Identity;

namespace Countersign.Audit;

internal sealed class PersonSignals : IPersonSignals
{
    private readonly ConcurrentDictionary<PrincipalId, ImmutableList<Subscription>> _readers = new();

    public IDisposable Subscribe(PrincipalId person, Action wake)
    {
        var subscription = new Subscription(this, person, wake);
        _readers.AddOrUpdate(person, _ => [subscription], (_, readers) => readers.Add(subscription));
        return subscription;
    }

    public void Raise(PrincipalId person)
    {
        if (!_readers.TryGetValue(person, out var readers)) return;
        foreach (var reader in readers) reader.Wake();
    }

    private void Remove(Subscription subscription)
    {
        var left = _readers.AddOrUpdate(subscription.Person, _ => [], (_, readers) => readers.Remove(subscription));
        if (left.IsEmpty) _readers.TryRemove(KeyValuePair.Create(subscription.Person, left));
    }

    private sealed class Subscription(PersonSignals owner, PrincipalId person, Action wake) : IDisposable
    {
        public PrincipalId Person => person;

        public void Wake() => wake();

        public void Dispose() => owner.Remove(this);
    }
}
