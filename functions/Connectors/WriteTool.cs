using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Countersign.Gate;
using Countersign.Policies;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors;

/// <summary>A tool with an effect.</summary>
/// <typeparam name="TArguments">What was asked for.</typeparam>
/// <typeparam name="TResolved">What it turned out to mean; stored in the action and part of its digest, so its names are a stored format.</typeparam>
public abstract class WriteTool<TArguments, TResolved>(
    JsonTypeInfo<TArguments> type, IValidateOptions<TArguments> validator, JsonTypeInfo<TResolved> resolvedType, ToolDeclaration declaration)
    : Tool<TArguments>(type, validator, declaration)
    where TArguments : class
    where TResolved : class
{
    public sealed override Task<Resolution> ResolveAsync(ToolCall call, CancellationToken ct) => ResolveAsync(call, Typed(call.Arguments), ct);

    public sealed override ActionSummary Summarize(JsonElement arguments, JsonElement resolved) => Summarize(Typed(arguments), Pinned(resolved));

    public sealed override Task<ToolOutcome> ExecuteAsync(ToolCall call, string effectKey, CancellationToken ct) =>
        ExecuteAsync(call, Typed(call.Arguments), Pinned(call.Resolved), effectKey, ct);

    public sealed override Task<Look> LookAsync(ToolCall call, string effectKey, CancellationToken ct) =>
        LookAsync(call, Typed(call.Arguments), Pinned(call.Resolved), effectKey, ct);

    protected abstract Task<Resolution> ResolveAsync(ToolCall call, TArguments arguments, CancellationToken ct);

    protected abstract ActionSummary Summarize(TArguments arguments, TResolved resolved);

    protected abstract Task<ToolOutcome> ExecuteAsync(ToolCall call, TArguments arguments, TResolved resolved, string effectKey, CancellationToken ct);

    protected abstract Task<Look> LookAsync(ToolCall call, TArguments arguments, TResolved resolved, string effectKey, CancellationToken ct);

    /// <param name="risk">What the target gives; the arguments' own and the tool's are not lowered by it.</param>
    protected Resolution.Resolved Resolved(TArguments arguments, TResolved resolved, Risk risk)
    {
        var floor = RiskOf(arguments) is var own && own > Declaration.Risk ? own : Declaration.Risk;
        return new(JsonSerializer.SerializeToElement(resolved, resolvedType), risk > floor ? risk : floor);
    }

    private TResolved Pinned(JsonElement resolved) => resolved.Deserialize(resolvedType) ?? throw new JsonException("Resolved targets are null.");
}
