using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Policies;

namespace Countersign.Tests.Unit.Policies;

public sealed class PolicyCases
{
    public static TheoryData<PolicyCase> Cases => [.. PolicyCase.All()];

    [Theory, MemberData(nameof(Cases))]
    public void A_case_is_decided_as_written_and_by_the_rule_it_names(PolicyCase policyCase)
    {
        var set = policyCase.Set();

        var decision = set.Decide(policyCase.Declaration(), policyCase.Facts());

        Assert.Equal((policyCase.Expect, policyCase.By), (decision.Word, decision.Rule));
        Assert.Equal(set.Version, decision.PolicyVersion);
        if (policyCase.Says is { } says) Assert.Equal(says, decision.Match(_ => "", stepUp => stepUp.Because, deny => deny.Reason));
    }

    [Fact]
    public void A_tool_is_flatly_denied_only_by_a_rule_that_looks_at_no_argument()
    {
        var whatever = SetOf("""[{"id":"r","decision":"deny","when":{"tools":["github.close_issue"]}}]""");
        var sometimes = SetOf("""[{"id":"r","decision":"deny","when":{"arguments":[{"path":"repository","like":["acme/*"]}]}}]""");
        var facts = PolicyCase.All().First().Facts() with { Tool = ToolName.Parse("github.close_issue"), Risk = Risk.Write };
        var tool = ADeclaration.Of("github.close_issue", Risk.Write);

        Assert.Equal("r", whatever.FlatlyDenied(tool, facts)?.Rule);
        Assert.Null(sometimes.FlatlyDenied(tool, facts));
    }

    [Theory]
    [InlineData("""[{"id":"r","decision":"deny","when":{}},{"id":"r","decision":"allow","when":{}}]""")]
    [InlineData("""[{"id":"default:read","decision":"allow","when":{}}]""")]
    [InlineData("""[{"id":"r","decision":"deny","when":{"arguments":[{"path":"a"}]}}]""")]
    [InlineData("""[{"id":"r","decision":"deny","when":{"arguments":[{"path":"a","is":true,"at_most":1}]}}]""")]
    public void A_document_that_could_mean_two_things_is_refused(string rules) => Assert.Throws<ArgumentException>(() => SetOf(rules));

    [Fact]
    public void A_member_that_is_not_known_is_refused() =>
        Assert.Throws<JsonException>(() => SetOf("""[{"id":"r","decision":"allow","when":{"moon":"full"}}]"""));

    [Fact]
    public void The_version_changes_with_the_rules_and_not_with_their_order()
    {
        const string first = """{"id":"a","decision":"deny","when":{}}""", second = """{"id":"b","decision":"allow","when":{}}""";

        Assert.Equal(SetOf($"[{first},{second}]").Version, SetOf($"[{second},{first}]").Version);
        Assert.NotEqual(SetOf($"[{first}]").Version, SetOf($"[{first},{second}]").Version);
    }

    private static PolicySet SetOf(string rules) => new(PolicyCase.Document(JsonNode.Parse(rules)!.AsArray()));
}
