using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Connectors;
using FsCheck;
using FsCheck.Fluent;

namespace Countersign.Tests.Unit.Connectors;

/// <summary>Whatever a model sends, parsing ends in arguments that parse to themselves or in named faults, never in an exception.</summary>
public sealed class ArgumentFuzzTests
{
    private static readonly string[] Names = ["repository", "number", "state", "labels", "files", "path", "content", "branch", "message", "pull_request", "title", "body", "ref", "page", "x"];

    private static readonly string[] Texts = ["acme/shop", "open", "merge", "", "../x", "a\nb", "main", "Ω", "1", "src/app.js", "\u202E", "not_planned"];

    [Fact]
    public void Parsing_never_throws_and_is_its_own_fixed_point()
    {
        var cases = Gen.Sized(Value).ToArbitrary();
        Prop.ForAll(cases, text =>
        {
            foreach (var tool in Catalog.Tools.All)
            {
                switch (tool.Parse(JsonElement.Parse(text)))
                {
                    case ArgumentsResult.Parsed parsed:
                        if (tool.Parse(parsed.Canonical) is not ArgumentsResult.Parsed again || again.Canonical.GetRawText() != parsed.Canonical.GetRawText()) return false;
                        break;
                    case ArgumentsResult.Invalid invalid:
                        if (invalid.Errors.Count is 0 or > 16 || invalid.Errors.Any(e => !e.Path.StartsWith('$'))) return false;
                        break;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Mostly_valid_arguments_do_get_through()
    {
        var repository = Gen.Elements("acme/shop", "a/b", "Acme-1/.github");
        var number = Gen.Choose(1, 1000);
        var reads = from r in repository from n in number select $$"""{"number":{{n}},"repository":"{{r}}"}""";
        Prop.ForAll(reads.ToArbitrary(), json => Catalog.Tool("github.get_issue").Parse(JsonElement.Parse(json)) is ArgumentsResult.Parsed).QuickCheckThrowOnFailure();
    }

    private static Gen<string> Value(int size) => Node(Math.Min(size, 4)).Select(n => n?.ToJsonString() ?? "null");

    private static Gen<JsonNode?> Node(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Constant<JsonNode?>(null),
            Gen.Elements(Texts).Select(t => (JsonNode?)JsonValue.Create(t)),
            Gen.Choose(-2, 200).Select(n => (JsonNode?)JsonValue.Create(n)),
            Gen.Elements(0.5, 1e30, -0.0).Select(n => (JsonNode?)JsonValue.Create(n)),
            Gen.Elements(true, false).Select(b => (JsonNode?)JsonValue.Create(b)));
        if (depth == 0) return leaf;
        var array = Gen.ListOf(Node(depth - 1), 2).Select(items => (JsonNode?)new JsonArray([.. items.Select(i => i?.DeepClone())]));
        var member = from name in Gen.Elements(Names) from value in Node(depth - 1) select (name, value);
        var obj = Gen.ListOf(member, 5).Select(members =>
        {
            var node = new JsonObject();
            foreach (var (name, value) in members) node[name] = value?.DeepClone();
            return (JsonNode?)node;
        });
        return Gen.OneOf(leaf, array, obj, obj);
    }
}
