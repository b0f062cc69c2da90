using Countersign.Identity;
using Countersign.Policies;
using FsCheck;
using FsCheck.Fluent;

namespace Countersign.Tests.Unit.Policies;

public sealed class PolicyProperties
{
    private static readonly string[] Tools = ["github.list_issues", "github.create_issue", "github.merge_pull_request", "github.*", "*"];

    [Fact]
    public void The_order_of_rules_is_irrelevant() => Check((random, rules) =>
    {
        var (tool, facts) = AnyAction(random);
        return Decide(rules, tool, facts) == Decide([.. rules.OrderBy(_ => random.Next())], tool, facts);
    });

    [Fact]
    public void A_further_rule_never_weakens_what_rules_said() => Check((random, rules) =>
    {
        var (tool, facts) = AnyAction(random);
        var before = Decide(rules, tool, facts);
        var after = Decide([.. rules, AnyRule(random, "z-added")], tool, facts);
        return before.Rule.Contains(':', StringComparison.Ordinal) || Strength(after) >= Strength(before);
    });

    [Fact]
    public void A_further_deny_never_weakens_anything_nor_a_step_up_an_allow() => Check((random, rules) =>
    {
        var (tool, facts) = AnyAction(random);
        var added = AnyRule(random, "z-added") with { Decision = random.Next(2) == 0 ? Verdict.Deny : Verdict.StepUp };
        return Strength(Decide([.. rules, added], tool, facts)) >= Strength(Decide(rules, tool, facts));
    });

    [Fact]
    public void What_is_destructive_is_never_allowed() => Check((random, rules) =>
    {
        var (tool, facts) = AnyAction(random);
        return Decide(rules, tool, facts with { Risk = Risk.Destructive }) is not Decision.Allow;
    });

    [Fact]
    public void With_the_default_rule_a_marked_run_is_never_allowed_a_write() => Check((random, rules) =>
    {
        var (tool, facts) = AnyAction(random);
        var marked = new PolicyRule { Id = "marked-run", Decision = Verdict.StepUp, When = new RuleMatch { Risks = [Risk.Write, Risk.Destructive], Marked = true } };
        return Decide([.. rules, marked], tool, facts with { Risk = Risk.Write, Provenance = ["github:x"] }) is not Decision.Allow;
    });

    private static void Check(Func<Random, PolicyRule[], bool> law) => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        return law(random, [.. Enumerable.Range(0, random.Next(6)).Select(i => AnyRule(random, $"r{i}"))]);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    private static PolicyRule AnyRule(Random random, string id) => new()
    {
        Id = id,
        Decision = (Verdict)random.Next(3),
        When = new RuleMatch
        {
            Tools = random.Next(2) == 0 ? null : [Tools[random.Next(Tools.Length)]],
            Risks = random.Next(3) == 0 ? [(Risk)random.Next(3)] : null,
            Agents = random.Next(4) == 0 ? ["direct"] : null,
            Marked = random.Next(4) == 0 ? random.Next(2) == 0 : null,
            Doors = random.Next(4) == 0 ? ["chat"] : null,
        },
    };

    private static (ToolDeclaration Tool, ActionFacts Facts) AnyAction(Random random)
    {
        var tool = ADeclaration.Of(Tools[random.Next(3)], (Risk)random.Next(3));
        return (tool, new ActionFacts
        {
            Principal = PrincipalId.Of("i", "s"),
            Tool = tool.Name,
            Risk = tool.Risk,
            Agent = random.Next(2) == 0 ? "direct" : "assistant",
            Connection = tool.Connection,
            Door = random.Next(2) == 0 ? "chat" : "api",
            Present = true,
            Provenance = random.Next(2) == 0 ? [] : ["github:x"],
            Now = new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero),
        });
    }

    private static Decision Decide(IReadOnlyList<PolicyRule> rules, ToolDeclaration tool, ActionFacts facts) => new PolicySet(new PolicyDocument
    {
        Defaults = new RiskDefaults { Read = Verdict.Allow, Write = Verdict.StepUp, Destructive = Verdict.StepUp, Unknown = Verdict.Deny },
        Rules = rules,
    }).Decide(tool, facts);

    private static int Strength(Decision decision) => decision.Match(_ => 0, _ => 1, _ => 2);
}
