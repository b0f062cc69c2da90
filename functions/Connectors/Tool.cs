using System.Text.Json;
using Countersign.Gate;
using Countersign.Policies;

namespace Countersign.Connectors;

/// <summary>
/// Something an agent can do: one record of arguments and one method a phase. A read has one phase; a write is resolved, decided on elsewhere, executed,
/// and looked for after an answer was lost. A read takes the same way where a person has to approve it. Methods hold no state and may be called again.
/// </summary>
public abstract class Tool
{
    private protected Tool() { }

    public abstract ToolDeclaration Declaration { get; }

    /// <summary>JSON Schema 2020-12 of the arguments, from their record.</summary>
    public abstract JsonElement Schema { get; }

    /// <summary>Whether a model's <c>strict</c> may be asked for: every property of every object is required.</summary>
    public abstract bool StrictSchema { get; }

    /// <summary>Refuses everything that the schema and the record's validation do not take, each with its JSON path.</summary>
    public abstract ArgumentsResult Parse(JsonElement arguments);

    /// <summary>A read's one phase. A write has none.</summary>
    public virtual Task<ToolOutcome> ReadAsync(ToolCall call, CancellationToken ct) => throw new InvalidOperationException($"{Declaration.Name} is no read.");

    /// <summary>Pins what the arguments mean: numeric ids, heads, branches, and what must still hold at execution. Sends <c>Reads</c> only.</summary>
    public abstract Task<Resolution> ResolveAsync(ToolCall call, CancellationToken ct);

    /// <summary>What a person is asked to approve, from the resolved action alone.</summary>
    public abstract ActionSummary Summarize(JsonElement arguments, JsonElement resolved);

    /// <summary>Checks the preconditions again, then brings about the effect, which carries the key where the provider can hold it.</summary>
    public abstract Task<ToolOutcome> ExecuteAsync(ToolCall call, string effectKey, CancellationToken ct);

    /// <summary>Whether an earlier attempt had its effect, from the object or its listing, never from a search index. Sends <c>Reads</c> only.</summary>
    public abstract Task<Look> LookAsync(ToolCall call, string effectKey, CancellationToken ct);
}
