using System.Text.Json.Nodes;

namespace Countersign.Sandbox.World;

/// <summary>A fault that the control API has set: what goes wrong, how often, for whom.</summary>
/// <param name="Kind">Name of the fault, e.g. <c>ciba_answer_lost</c>.</param>
/// <param name="Arguments">The fault's own arguments, as they were sent.</param>
/// <param name="Match">Facts that must all hold, by name; empty matches everything.</param>
public sealed record Fault(string Kind, JsonObject Arguments, IReadOnlyDictionary<string, string> Match)
{
    /// <summary>A text argument, or null.</summary>
    public string? Text(string name) => Arguments[name] is JsonValue value ? value.ToString() : null;

    /// <summary>A whole number, or <paramref name="otherwise"/>.</summary>
    public int Number(string name, int otherwise) =>
        int.TryParse(Text(name), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}

/// <summary>Faults in the order they were set. Each serves a number of times and is then gone.</summary>
public sealed class Faults
{
    private readonly Lock _lock = new();
    private readonly List<(Fault Fault, int Left)> _faults = [];

    public void Add(Fault fault, int times)
    {
        lock (_lock)
            _faults.Add((fault, times));
    }

    /// <summary>Uses the first fault of this kind whose match agrees with the facts and that <paramref name="wanted"/> accepts; null when there is none.</summary>
    /// <param name="kind">Name of the fault.</param>
    /// <param name="facts">What is known of the request: <c>person</c>, <c>repository</c>, …</param>
    /// <param name="wanted">A further condition on its arguments.</param>
    public Fault? Take(string kind, IReadOnlyDictionary<string, string>? facts = null, Func<Fault, bool>? wanted = null)
    {
        lock (_lock)
        {
            var index = _faults.FindIndex(entry => entry.Fault.Kind == kind
                && entry.Fault.Match.All(fact => facts is not null && facts.TryGetValue(fact.Key, out var value) && value == fact.Value)
                && (wanted is null || wanted(entry.Fault)));
            if (index < 0)
                return null;
            var (fault, left) = _faults[index];
            if (left > 1)
                _faults[index] = (fault, left - 1);
            else
                _faults.RemoveAt(index);
            return fault;
        }
    }

    /// <summary>As <see cref="Take(string, IReadOnlyDictionary{string, string}?, Func{Fault, bool}?)"/> for a fact about a person.</summary>
    public Fault? TakeFor(string kind, Person? person) =>
        Take(kind, person is null ? null : new Dictionary<string, string>(StringComparer.Ordinal) { ["person"] = person.Name });

    public void Clear()
    {
        lock (_lock)
            _faults.Clear();
    }

    public IReadOnlyList<(Fault Fault, int Left)> All
    {
        get
        {
            lock (_lock)
                return [.. _faults];
        }
    }
}
