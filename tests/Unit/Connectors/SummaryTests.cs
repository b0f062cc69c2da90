using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Approvals;
using Countersign.Connectors;
using Countersign.Gate;

namespace Countersign.Tests.Unit.Connectors;

/// <summary>What a person approves: fixed words, every identifier whole and as it is, text apart. Whoever shows it escapes it.</summary>
public sealed class SummaryTests
{
    private const string Hostile = "main\u202Enimda\n# Approve! [x](https://evil.example) <b>";

    private static readonly (string Tool, string Arguments, string Resolved)[] Writes =
    [
        ("github.create_issue", """{"repository":"acme/shop","title":"T","body":"B","labels":["bug"]}""",
            """{"repository_id":1,"full_name":"acme/shop","node_id":"R","private":true,"url":"u","as_of":"2026-01-01T00:00:00+00:00"}"""),
        ("github.comment", """{"repository":"acme/shop","number":3,"body":"B"}""", Issue(Hostile)),
        ("github.close_issue", """{"repository":"acme/shop","number":3,"reason":"not_planned"}""", Issue(Hostile)),
        ("github.merge_pull_request", """{"repository":"acme/shop","number":7,"commit_title":"CT","commit_message":"CM"}""", Pull(Hostile, Hostile)),
        ("github.commit_files", """{"repository":"acme/shop","branch":"b","message":"M","files":[{"path":"a","content":"x"}],"pull_request":{"title":"T","body":"B"}}""",
            """{"repository_id":1,"full_name":"acme/shop","owner":"acme","private":true,"branch":"b","branch_sha":null,"is_default_branch":false,"base":"main","parent_sha":"p","base_tree_sha":"t","tree_sha":"t2","files":[{"path":"a","effect":"create","mode":"100644","before_sha":null,"after_sha":"s"}],"author":{"name":"ada","email":"e","date":"2026-01-01T00:00:00+00:00"},"url":"u"}"""),
    ];

    [Fact]
    public void Verbs_and_names_are_fixed_words_that_a_phone_can_show()
    {
        foreach (var summary in Writes.Select(Summarize))
        {
            Assert.Matches("^[A-Za-z0-9 ]{1,40}$", summary.Verb);
            Assert.All(summary.Identifiers.Concat(summary.FreeTexts), f => Assert.Matches("^[A-Z][A-Za-z0-9 ]{0,31}$", f.Name));
            Assert.Equal("acme/shop", summary.Identifiers[0].Value);
        }
    }

    [Fact]
    public void A_hostile_branch_stands_whole_in_its_own_field_and_a_hostile_title_is_text()
    {
        var summary = Summarize(Writes[3]);

        Assert.Equal(Hostile, summary.Identifiers.Single(i => i.Name == "From branch").Value);
        Assert.Equal(Hostile, summary.FreeTexts.Single(t => t.Name == "Title").Value);
        Assert.DoesNotContain(summary.Identifiers, i => i.Name != "From branch" && i.Value.Contains("evil", StringComparison.Ordinal));
        Assert.DoesNotContain("evil", summary.Verb, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_written_stands_in_the_summary()
    {
        Assert.Equal(["Title", "Text"], Summarize(Writes[0]).FreeTexts.Select(t => t.Name));
        Assert.Contains(Summarize(Writes[3]).FreeTexts, t => t is { Name: "Commit text", Value: "CM" });
        Assert.Contains(Summarize(Writes[4]).FreeTexts, t => t is { Name: "File contents", Value: "a\nx" });
        Assert.Contains(Summarize(Writes[4]).Identifiers, t => t is { Name: "Files", Value: "create a" });
    }

    /// <summary>A name that stands twice, or more fields than a phone draws, cannot be asked for at all.</summary>
    [Fact]
    public void Several_files_and_labels_fit_a_phone_also_where_outside_content_led_to_them()
    {
        var files = Summarize((
            "github.commit_files",
            """{"repository":"acme/shop","branch":"b","message":"M","files":[{"path":"a","content":"x"},{"path":"c","content":"y"},{"path":"d","content":null}],"pull_request":{"title":"T","body":"B"}}""",
            """{"repository_id":1,"full_name":"acme/shop","owner":"acme","private":true,"branch":"b","branch_sha":null,"is_default_branch":false,"base":"main","parent_sha":"0123456789012345678901234567890123456789","base_tree_sha":"t","tree_sha":"t2","files":[{"path":"a","effect":"create","mode":"100644","before_sha":null,"after_sha":"s"},{"path":"c","effect":"create","mode":"100644","before_sha":null,"after_sha":"s"},{"path":"d","effect":"delete","mode":"100644","before_sha":"s","after_sha":null}],"author":{"name":"ada","email":"e","date":"2026-01-01T00:00:00+00:00"},"url":"u"}"""));
        var labels = Summarize(("github.create_issue", """{"repository":"acme/shop","title":"T","body":"B","labels":["bug","a b"]}""", Writes[0].Resolved));

        foreach (var summary in new[] { files, labels })
            Assert.NotNull(PhoneText.Of(summary, Digest.Parse(new string('a', 64)), ["github:acme/shop#3"], 160, out _));
        Assert.Contains(files.Identifiers, f => f is { Name: "Files", Value: "create a // create c // delete d" });
        Assert.Contains(labels.Identifiers, f => f is { Name: "Labels", Value: "bug, a b" });
    }

    [Fact]
    public void A_read_that_has_to_be_approved_shows_all_its_arguments()
    {
        var summary = Catalog.Tool("github.get_issue").Summarize(JsonElement.Parse("""{"repository":"acme/shop","number":3}"""), JsonElement.Parse("{}"));

        Assert.Equal("Get issue", summary.Verb);
        Assert.Equal([new SummaryField("repository", "acme/shop"), new SummaryField("number", "3")], summary.Identifiers);
    }

    private static ActionSummary Summarize((string Tool, string Arguments, string Resolved) write)
    {
        var tool = Catalog.Tool(write.Tool);
        var parsed = Assert.IsType<ArgumentsResult.Parsed>(tool.Parse(JsonElement.Parse(write.Arguments)));
        return tool.Summarize(parsed.Canonical, JsonElement.Parse(write.Resolved));
    }

    private static string Issue(string title) => new JsonObject
    {
        ["repository_id"] = 1, ["full_name"] = "acme/shop", ["private"] = true, ["issue_id"] = 2, ["node_id"] = "I", ["number"] = 3, ["title"] = title,
        ["is_pull_request"] = false, ["url"] = "u", ["as_of"] = "2026-01-01T00:00:00+00:00",
    }.ToJsonString();

    private static string Pull(string title, string headRef) => new JsonObject
    {
        ["repository_id"] = 1, ["full_name"] = "acme/shop", ["pull_id"] = 2, ["node_id"] = "P", ["number"] = 7, ["title"] = title, ["author"] = "tomas",
        ["head_ref"] = headRef, ["head_sha"] = "h", ["base_branch"] = "main", ["into_default_branch"] = true, ["commits"] = 1, ["changed_files"] = 1, ["url"] = "u",
    }.ToJsonString();
}
