using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Connectors;
using Countersign.Policies;

namespace Countersign.Tests.Unit.Connectors;

/// <summary>What a model sees of each tool and what each may send is a contract, part of every digest: it stands in tools.json to the letter.</summary>
public sealed class ToolContractTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Every_tool_is_what_the_committed_contract_says()
    {
        var now = new JsonObject();
        foreach (var tool in Catalog.Tools.All) now[tool.Declaration.Name.Value] = Contract(tool);
        var text = now.ToJsonString(Indented) + "\n";
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "tools.received.json"), text);

        var committed = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Connectors", "tools.json"));

        Assert.True(committed == text, "The tools differ from tests/Unit/Connectors/tools.json. If that is meant, copy tools.received.json from the output folder over it.");
    }

    [Fact]
    public void The_tools_of_github_are_these()
    {
        Assert.Equal(
            [
                "github.close_issue", "github.comment", "github.commit_files", "github.create_issue", "github.get_commit", "github.get_contents", "github.get_issue",
                "github.get_pull_request", "github.get_pull_request_diff", "github.list_checks", "github.list_commits", "github.list_issues",
                "github.list_pull_request_files", "github.list_pull_requests", "github.list_repositories", "github.merge_pull_request",
            ],
            Catalog.Tools.All.Select(t => t.Declaration.Name.Value));
    }

    [Fact]
    public void A_read_declares_no_write_and_a_write_some_and_reads_are_GET_alone()
    {
        Assert.All(Catalog.Tools.All, tool =>
        {
            Assert.Equal(tool.Declaration.Risk == Risk.Read, tool.Declaration.Writes.Count == 0);
            Assert.All(tool.Declaration.Reads, r => Assert.Equal("GET", r.Method));
            Assert.All(tool.Declaration.Writes, w => Assert.NotEqual("GET", w.Method));
        });
    }

    [Fact]
    public void What_is_written_goes_to_the_numeric_repository()
    {
        Assert.All(Catalog.Tools.All.SelectMany(t => t.Declaration.Writes), w => Assert.StartsWith("repositories/{id}/", w.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void Strict_is_asked_for_only_where_every_property_is_required_and_every_keyword_is_one_of_strict()
    {
        Assert.True(Catalog.Tool("github.get_issue").StrictSchema);
        Assert.False(Catalog.Tool("github.merge_pull_request").StrictSchema);
        Assert.False(Catalog.Tool("github.list_repositories").StrictSchema);

        // All of it is required, but strict schemas have no bounds of a text's length.
        Assert.False(Catalog.Tool("github.comment").StrictSchema);
    }

    [Fact]
    public void Every_object_of_a_schema_refuses_unknown_members_and_describes_each_of_its_own()
    {
        Assert.All(Catalog.Tools.All, tool => CheckObject(tool.Schema));
    }

    [Fact]
    public void A_tool_is_found_by_its_name_with_and_without_the_dot()
    {
        Assert.Same(Catalog.Tool("github.get_issue"), Catalog.Tools.FindOnTheWire("github_get_issue"));
        Assert.Null(Catalog.Tools.FindOnTheWire("github.get_issue"));
        Assert.Null(Catalog.Tools.Find(ToolName.Parse("github.delete_repository")));
    }

    private static void CheckObject(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties)) return;
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        foreach (var property in properties.EnumerateObject())
        {
            Assert.False(property.Value.TryGetProperty("$ref", out _), $"{property.Name} is a reference, which the shape check does not follow.");
            Assert.True(property.Value.TryGetProperty("description", out _), $"{property.Name} has no description.");
            CheckObject(property.Value);
            if (property.Value.TryGetProperty("items", out var items)) CheckObject(items);
        }
    }

    private static JsonObject Contract(Tool tool) => new()
    {
        ["description"] = tool.Declaration.Description,
        ["risk"] = tool.Declaration.Risk.ToString(),
        ["effect"] = tool.Declaration.Effect.ToString(),
        ["strict"] = tool.StrictSchema,
        ["permissions"] = new JsonArray([.. tool.Declaration.Permissions.Select(p => (JsonNode)p)]),
        ["reads"] = new JsonArray([.. tool.Declaration.Reads.Select(r => (JsonNode)r.ToString())]),
        ["writes"] = new JsonArray([.. tool.Declaration.Writes.Select(w => (JsonNode)w.ToString())]),
        ["contract_hash"] = tool.Declaration.ContractHash,
        ["schema"] = JsonNode.Parse(tool.Schema.GetRawText()),
    };
}
