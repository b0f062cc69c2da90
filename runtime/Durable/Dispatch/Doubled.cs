using System.Collections.Concurrent;

namespace Countersign.Runtime.Durable.Dispatch;

/// <summary>Activities whose next delivery is made twice at once, which a backend that delivers at least once may do at any time.</summary>
internal sealed class Doubled
{
    private readonly ConcurrentDictionary<string, int> _names = new(StringComparer.OrdinalIgnoreCase);

    public void Ask(string activity) => _names.AddOrUpdate(activity, 1, (_, times) => times + 1);

    public bool Take(string activity)
    {
        while (_names.TryGetValue(activity, out var times) && times > 0)
        {
            if (_names.TryUpdate(activity, times - 1, times)) return true;
        }

        return false;
    }
}
