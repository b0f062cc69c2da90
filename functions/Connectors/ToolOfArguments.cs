using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Countersign.Gate;
using Countersign.Policies;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors;

/// <summary>A tool whose arguments are one record. Schema, parsing, defaults and validation all come from that record.</summary>
/// <typeparam name="TArguments">A positional record in a strict, generated JSON context; optional members have a default.</typeparam>
public abstract partial class Tool<TArguments> : Tool
    where TArguments : class
{
    private readonly JsonTypeInfo<TArguments> _type;
    private readonly IValidateOptions<TArguments> _validator;

    protected Tool(JsonTypeInfo<TArguments> type, IValidateOptions<TArguments> validator, ToolDeclaration declaration)
    {
        (_type, _validator) = (type, validator);
        Schema = ArgumentSchema.Of(type);
        StrictSchema = ArgumentSchema.IsStrict(Schema);
        Declaration = declaration with
        {
            ContractHash = ToolContract.Hash(declaration.Name.Value, Schema, declaration.Risk, declaration.Effect, declaration.Reads, declaration.Writes),
        };
    }

    public sealed override ToolDeclaration Declaration { get; }

    public sealed override JsonElement Schema { get; }

    public sealed override bool StrictSchema { get; }

    public sealed override ArgumentsResult Parse(JsonElement arguments)
    {
        var errors = ArgumentShape.Check(Schema, arguments);
        if (errors.Count > 0) return new ArgumentsResult.Invalid(errors);
        if (CanonicalJson.Refusal(arguments) is { } refusal) return new ArgumentsResult.Invalid([new(PathIn(refusal), refusal)]);
        TArguments parsed;
        try
        {
            parsed = Typed(arguments);
        }
        catch (JsonException e)
        {
            return new ArgumentsResult.Invalid([new(e.Path ?? "$", "Not of the form that the schema describes.")]);
        }

        var validated = _validator.Validate("$", parsed);
        if (validated.Failed) return new ArgumentsResult.Invalid([.. validated.Failures.Take(ArgumentShape.MaxErrors).Select(Error)]);
        var risk = RiskOf(parsed);
        return new ArgumentsResult.Parsed(JsonSerializer.SerializeToElement(parsed, _type), risk > Declaration.Risk ? risk : Declaration.Risk);
    }

    /// <summary>The risk that these arguments give; below the tool's own it counts for nothing.</summary>
    protected virtual Risk RiskOf(TArguments arguments) => Declaration.Risk;

    private protected TArguments Typed(JsonElement arguments) =>
        arguments.Deserialize(_type) ?? throw new JsonException("Arguments are null.", "$", null, null);

    /// <summary>The generated validators write <c>Member: The field $.Files[0].Path must …</c>.</summary>
    private static ArgumentError Error(string failure)
    {
        var text = failure[(failure.IndexOf(": ", StringComparison.Ordinal) is var colon and >= 0 ? colon + 2 : 0)..];
        var path = PathIn(text);
        return new(path, Paths().Replace(text, path, 1));
    }

    private static string PathIn(string text) =>
        Paths().Match(text) is { Success: true } match ? string.Join('.', match.Value.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)) : "$";

    [GeneratedRegex(@"\$(?:\.\w+|\[\d+\])*", RegexOptions.CultureInvariant)]
    private static partial Regex Paths();
}
