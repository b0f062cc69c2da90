using System.Text.Json;
using Countersign.Connectors;
using Countersign.Policies;

namespace Countersign.Tests.Unit.Connectors;

/// <summary>Arguments are parsed strictly, every fault is named by its JSON path, and what is left out is filled in.</summary>
public sealed class ArgumentTests
{
    [Theory]
    [InlineData("github.get_issue", """null""", "$")]
    [InlineData("github.get_issue", """[]""", "$")]
    [InlineData("github.get_issue", "\"acme/shop\"", "$")]
    [InlineData("github.get_issue", """{}""", "$.repository", "$.number")]
    [InlineData("github.get_issue", """{"repository":"acme/shop","number":"7"}""", "$.number")]
    [InlineData("github.get_issue", """{"repository":"acme/shop","number":7.5}""", "$.number")]
    [InlineData("github.get_issue", """{"repository":"acme/shop","number":7.0}""", "$.number")]
    [InlineData("github.get_issue", """{"repository":"acme/shop","number":true}""", "$.number")]
    [InlineData("github.get_issue", """{"repository":"acme/shop","number":0}""", "$.number")]
    [InlineData("github.get_issue", """{"repository":"acme/shop","number":-1}""", "$.number")]
    [InlineData("github.get_issue", """{"repository":"acme/shop","number":99999999999}""", "$.number")]
    [InlineData("github.get_issue", """{"repository":"acme/shop","number":1e40}""", "$.number")]
    [InlineData("github.get_issue", """{"repository":null,"number":7}""", "$.repository")]
    [InlineData("github.get_issue", """{"repository":"acme/shop","number":7,"numbr":7}""", "$")]
    [InlineData("github.get_issue", """{"repository":"acme/shop","number":7,"Number":7}""", "$")]
    [InlineData("github.get_issue", """{"repository":"acme/shop","number":7,"number":8}""", "$.number")]
    [InlineData("github.get_issue", """{"repository":"acme","number":7}""", "$.repository")]
    [InlineData("github.get_issue", """{"repository":"acme/shop/x","number":7}""", "$.repository")]
    [InlineData("github.get_issue", """{"repository":"acme/..","number":7}""", "$.repository")]
    [InlineData("github.get_issue", """{"repository":"../shop","number":7}""", "$.repository")]
    [InlineData("github.get_issue", """{"repository":"acme/shop\n","number":7}""", "$.repository")]
    [InlineData("github.get_issue", """{"repository":"acme/shop?x","number":7}""", "$.repository")]
    [InlineData("github.get_issue", """{"repository":"acme/shоp","number":7}""", "$.repository")]
    [InlineData("github.list_issues", """{"repository":"acme/shop","state":"OPEN"}""", "$.state")]
    [InlineData("github.list_issues", """{"repository":"acme/shop","state":"Open"}""", "$.state")]
    [InlineData("github.list_issues", """{"repository":"acme/shop","state":0}""", "$.state")]
    [InlineData("github.list_issues", """{"repository":"acme/shop","state":"0"}""", "$.state")]
    [InlineData("github.list_issues", """{"repository":"acme/shop","state":"open,closed"}""", "$.state")]
    [InlineData("github.list_issues", """{"repository":"acme/shop","state":null}""", "$.state")]
    [InlineData("github.list_issues", """{"repository":"acme/shop","labels":"bug"}""", "$.labels")]
    [InlineData("github.list_issues", """{"repository":"acme/shop","labels":["bug",null]}""", "$.labels[1]")]
    [InlineData("github.list_issues", """{"repository":"acme/shop","labels":["bug",7,null]}""", "$.labels[1]", "$.labels[2]")]
    [InlineData("github.list_issues", """{"repository":"acme/shop","labels":["1","2","3","4","5","6","7","8","9","10","11"]}""", "$.labels")]
    [InlineData("github.list_issues", """{"repository":"acme/shop","limit":51}""", "$.limit")]
    [InlineData("github.list_issues", """{"repository":"acme/shop","labels":["a,b"]}""", "$.labels")]
    [InlineData("github.close_issue", """{"repository":"acme/shop","number":1,"reason":"NotPlanned"}""", "$.reason")]
    [InlineData("github.comment", """{"repository":"acme/shop","number":1,"body":""}""", "$.body")]
    [InlineData("github.comment", """{"repository":"acme/shop","number":1,"body":"  \n "}""", "$.body")]
    [InlineData("github.comment", """{"repository":"acme/shop","number":1,"body":"\ud800"}""", "$.body")]
    [InlineData("github.create_issue", """{"repository":"acme/shop","title":"one\ntwo"}""", "$.title")]
    [InlineData("github.merge_pull_request", """{"repository":"acme/shop","number":7,"method":"fast_forward"}""", "$.method")]
    [InlineData("github.get_contents", """{"repository":"acme/shop","path":"../secrets"}""", "$.path")]
    [InlineData("github.get_contents", """{"repository":"acme/shop","path":"/etc"}""", "$.path")]
    [InlineData("github.get_contents", """{"repository":"acme/shop","path":"a//b"}""", "$.path")]
    [InlineData("github.get_contents", """{"repository":"acme/shop","path":"a\\b"}""", "$.path")]
    [InlineData("github.get_commit", """{"repository":"acme/shop","ref":"a..b"}""", "$.ref")]
    [InlineData("github.get_commit", """{"repository":"acme/shop","ref":"a/../b"}""", "$.ref")]
    [InlineData("github.get_commit", """{"repository":"acme/shop","ref":"-x"}""", "$.ref")]
    [InlineData("github.commit_files", """{"repository":"acme/shop","branch":"b","message":"m","files":[]}""", "$.files")]
    [InlineData("github.commit_files", """{"repository":"acme/shop","branch":"b","message":"m","files":[null]}""", "$.files[0]")]
    [InlineData("github.commit_files", """{"repository":"acme/shop","branch":"b","message":"m","files":[{"path":"a"}]}""", "$.files[0].content")]
    [InlineData("github.commit_files", """{"repository":"acme/shop","branch":"b","message":"m","files":[{"path":"a","content":"x","mode":"100755"}]}""", "$.files[0]")]
    [InlineData("github.commit_files", """{"repository":"acme/shop","branch":"b","message":"m","files":[{"path":"ok","content":"x"},{"path":".git/config","content":"x"}]}""", "$.files[1].path")]
    [InlineData("github.commit_files", """{"repository":"acme/shop","branch":"b","message":"m","files":[{"path":"a","content":"x"},{"path":"a","content":"y"}]}""", "$.files")]
    [InlineData("github.commit_files", """{"repository":"acme/shop","branch":"b..c","message":"m","files":[{"path":"a","content":"x"}],"pull_request":{"title":""}}""", "$.branch", "$.pull_request.title")]
    public void Arguments_are_refused_by_path(string tool, string json, params string[] paths)
    {
        var invalid = Assert.IsType<ArgumentsResult.Invalid>(Catalog.Tool(tool).Parse(JsonElement.Parse(json.Trim(), Lenient)));

        Assert.Equal(paths, invalid.Errors.Select(e => e.Path).Distinct());
        Assert.All(invalid.Errors, e => Assert.NotEmpty(e.Text));
    }

    [Fact]
    public void Every_default_is_filled_in()
    {
        var parsed = Assert.IsType<ArgumentsResult.Parsed>(Catalog.Tool("github.merge_pull_request").Parse(JsonElement.Parse("""{"number":7,"repository":"acme/shop"}""")));

        Assert.Equal("""{"repository":"acme/shop","number":7,"method":"merge","commit_title":null,"commit_message":null}""", parsed.Canonical.GetRawText());
    }

    [Fact]
    public void What_was_filled_in_parses_to_itself()
    {
        var tool = Catalog.Tool("github.commit_files");
        var first = Assert.IsType<ArgumentsResult.Parsed>(tool.Parse(JsonElement.Parse(
            """{"repository":"acme/shop","branch":"fix/a","message":"Fix","files":[{"path":"src/a.js","content":"x"},{"path":"b","content":null}],"pull_request":{"title":"Fix"}}""")));

        var second = Assert.IsType<ArgumentsResult.Parsed>(tool.Parse(first.Canonical));

        Assert.Equal(first.Canonical.GetRawText(), second.Canonical.GetRawText());
    }

    [Fact]
    public void A_fault_repeats_nothing_of_the_value()
    {
        const string Planted = "canary-4711";
        foreach (var tool in Catalog.Tools.All)
        {
            foreach (var json in new[] { $$"""{"{{Planted}}":"{{Planted}}"}""", $$"""{"repository":"{{Planted}}","number":"{{Planted}}","state":"{{Planted}}"}""" })
            {
                if (tool.Parse(JsonElement.Parse(json)) is ArgumentsResult.Invalid invalid)
                    Assert.All(invalid.Errors, e => Assert.DoesNotContain(Planted, e.Path + e.Text, StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("github.comment", """{"repository":"a/b","number":1,"body":"Thanks, this works."}""", Risk.Write)]
    [InlineData("github.comment", """{"repository":"a/b","number":1,"body":"See src/app.js and and/or https://x.example/merge"}""", Risk.Write)]
    [InlineData("github.comment", """{"repository":"a/b","number":1,"body":"Mail me at ada@robotics.example"}""", Risk.Write)]
    [InlineData("github.comment", """{"repository":"a/b","number":1,"body":"/merge"}""", Risk.Destructive)]
    [InlineData("github.comment", """{"repository":"a/b","number":1,"body":"All good.\n  /LGTM"}""", Risk.Destructive)]
    [InlineData("github.comment", """{"repository":"a/b","number":1,"body":"@dependabot merge"}""", Risk.Destructive)]
    [InlineData("github.comment", """{"repository":"a/b","number":1,"body":"please @Dependabot squash and merge"}""", Risk.Destructive)]
    [InlineData("github.comment", """{"repository":"a/b","number":1,"body":"bors r+"}""", Risk.Destructive)]
    [InlineData("github.comment", """{"repository":"a/b","number":1,"body":"@acme-release-bot publish"}""", Risk.Destructive)]
    [InlineData("github.create_issue", """{"repository":"a/b","title":"x","body":"/deploy production"}""", Risk.Destructive)]
    [InlineData("github.commit_files", """{"repository":"a/b","branch":"x","message":"m","files":[{"path":"src/a.js","content":""}]}""", Risk.Write)]
    [InlineData("github.commit_files", """{"repository":"a/b","branch":"x","message":"m","files":[{"path":"a","content":""},{"path":".github/workflows/ci.yml","content":""}]}""", Risk.Destructive)]
    [InlineData("github.commit_files", """{"repository":"a/b","branch":"x","message":"m","files":[{"path":".GitHub/Workflows/ci.yml","content":""}]}""", Risk.Destructive)]
    [InlineData("github.commit_files", """{"repository":"a/b","branch":"x","message":"m","files":[{"path":"docs/CODEOWNERS","content":null}]}""", Risk.Destructive)]
    [InlineData("github.commit_files", """{"repository":"a/b","branch":"x","message":"m","files":[{"path":"a","content":""}],"pull_request":{"title":"t","body":"@dependabot merge"}}""", Risk.Destructive)]
    [InlineData("github.merge_pull_request", """{"repository":"a/b","number":1}""", Risk.Write)]
    [InlineData("github.list_issues", """{"repository":"a/b"}""", Risk.Read)]
    public void Arguments_raise_the_risk(string tool, string json, Risk expected) =>
        Assert.Equal(expected, Assert.IsType<ArgumentsResult.Parsed>(Catalog.Tool(tool).Parse(JsonElement.Parse(json))).Risk);

    private static readonly JsonDocumentOptions Lenient = new() { AllowDuplicateProperties = true };
}
