namespace Countersign.Runtime.Hosting;

/// <summary>All functions of the app, by name without case.</summary>
internal sealed class FunctionCatalog(IEnumerable<LocalFunction> functions)
{
    private readonly Dictionary<string, LocalFunction> _byName = functions.ToDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);

    public LocalFunction? Find(string name, TriggerKind kind) =>
        _byName.TryGetValue(name, out var function) && function.Kind == kind ? function : null;

    /// <summary>In the host's order: by name, without case.</summary>
    public IEnumerable<LocalFunction> Of(TriggerKind kind) =>
        _byName.Values.Where(f => f.Kind == kind).OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase);
}
