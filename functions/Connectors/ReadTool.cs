using System.Text.Json.Serialization.Metadata;
using Countersign.Policies;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors;

/// <summary>A tool that only reads.</summary>
public abstract class ReadTool<TArguments>(JsonTypeInfo<TArguments> type, IValidateOptions<TArguments> validator, ToolDeclaration declaration)
    : Tool<TArguments>(type, validator, declaration)
    where TArguments : class
{
    public sealed override Task<ToolOutcome> ReadAsync(ToolCall call, CancellationToken ct) => ReadAsync(call, Typed(call.Arguments), ct);

    protected abstract Task<ToolOutcome> ReadAsync(ToolCall call, TArguments arguments, CancellationToken ct);
}
