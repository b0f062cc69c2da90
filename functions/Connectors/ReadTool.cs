using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Countersign.Gate;
using Countersign.Policies;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors;

/// <summary>A tool that only reads. Where policy steps a read up, it goes the way of a write: its arguments are all there is to pin and to approve.</summary>
public abstract class ReadTool<TArguments>(JsonTypeInfo<TArguments> type, IValidateOptions<TArguments> validator, ToolDeclaration declaration)
    : Tool<TArguments>(type, validator, declaration)
    where TArguments : class
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    public sealed override Task<ToolOutcome> ReadAsync(ToolCall call, CancellationToken ct) => ReadAsync(call, Typed(call.Arguments), ct);

    public sealed override Task<Resolution> ResolveAsync(ToolCall call, CancellationToken ct) =>
        Task.FromResult<Resolution>(new Resolution.Resolved(Nothing, Declaration.Risk));

    public sealed override ActionSummary Summarize(JsonElement arguments, JsonElement resolved)
    {
        var words = Declaration.Name.Value[(Declaration.Name.Value.IndexOf('.', StringComparison.Ordinal) + 1)..].Replace('_', ' ');
        return new ActionSummary
        {
            Verb = char.ToUpperInvariant(words[0]) + words[1..],
            Identifiers = [.. arguments.EnumerateObject().Select(a => new SummaryField(a.Name, a.Value.ToString()))],
        };
    }

    public sealed override Task<ToolOutcome> ExecuteAsync(ToolCall call, string effectKey, CancellationToken ct) => ReadAsync(call, ct);

    /// <summary>A read leaves nothing to be found and can be repeated.</summary>
    public sealed override Task<Look> LookAsync(ToolCall call, string effectKey, CancellationToken ct) => Task.FromResult<Look>(new Look.NotFound());

    protected abstract Task<ToolOutcome> ReadAsync(ToolCall call, TArguments arguments, CancellationToken ct);
}
