using System.Collections.Frozen;
using Countersign.Policies;

namespace Countersign.Connectors;

/// <summary>Every tool there is, by name. Names are unique with and without their dot.</summary>
public sealed class ToolCatalog
{
    private readonly FrozenDictionary<string, Tool> _byName;
    private readonly FrozenDictionary<string, Tool> _onTheWire;

    public ToolCatalog(IEnumerable<Tool> tools)
    {
        All = [.. tools.OrderBy(t => t.Declaration.Name.Value, StringComparer.Ordinal)];
        _byName = All.ToFrozenDictionary(t => t.Declaration.Name.Value, StringComparer.Ordinal);
        _onTheWire = All.ToFrozenDictionary(t => t.Declaration.Name.OnTheWire, StringComparer.Ordinal);
    }

    /// <summary>By name, ordinal.</summary>
    public IReadOnlyList<Tool> All { get; }

    public Tool? Find(ToolName name) => _byName.GetValueOrDefault(name.Value);

    /// <summary>By the name a model uses, which has no dot.</summary>
    public Tool? FindOnTheWire(string name) => _onTheWire.GetValueOrDefault(name);
}
