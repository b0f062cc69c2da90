using System.Security.Cryptography;
using System.Text.Json;

namespace Countersign.Policies;

/// <summary>Decides by a document. Pure: the same document and the same facts give the same decision, in whatever order the rules stand.</summary>
internal sealed class PolicySet : IPolicySet
{
    private readonly PolicyDocument _document;

    /// <exception cref="ArgumentException">The document says what no policy means.</exception>
    public PolicySet(PolicyDocument document)
    {
        if (PolicyCheck.ProblemOf(document) is { } problem) throw new ArgumentException(problem);

        // Ordered by id, so that of two equally strong rules the same one is named however they were written.
        _document = document with { Rules = [.. document.Rules.OrderBy(rule => rule.Id, StringComparer.Ordinal)] };
        Version = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(_document, PoliciesJson.Default.PolicyDocument)))[..16];
    }

    /// <summary>The first 16 hex digits of SHA-256 over the document.</summary>
    public string Version { get; }

    public Decision Decide(ToolDeclaration? tool, ActionFacts facts) => Decide(tool, facts, _document.Rules);

    public Decision.Deny? FlatlyDenied(ToolDeclaration tool, ActionFacts factsWithoutArguments) =>
        Decide(tool, factsWithoutArguments, _document.Rules.Where(rule => rule.When.Arguments is null)) as Decision.Deny;

    private Decision Decide(ToolDeclaration? tool, ActionFacts facts, IEnumerable<PolicyRule> rules)
    {
        if (tool is null) return Default("default:unknown", _document.Defaults.Unknown, facts);

        PolicyRule? strongest = null;
        foreach (var rule in rules)
        {
            if (rule.When.Holds(tool, facts) && (strongest is null || rule.Decision > strongest.Decision)) strongest = rule;
        }

        var decision = strongest is null ? ByRisk(facts) : Make(strongest.Decision, strongest.Id, strongest.Text, facts);
        return facts.Risk == Risk.Destructive && decision is Decision.Allow
            ? Make(Verdict.StepUp, "floor:destructive", "What this does cannot be taken back.", facts)
            : decision;
    }

    private Decision ByRisk(ActionFacts facts) => facts.Risk switch
    {
        Risk.Read => Default("default:read", _document.Defaults.Read, facts),
        Risk.Write => Default("default:write", _document.Defaults.Write, facts),
        _ => Default("default:destructive", _document.Defaults.Destructive, facts),
    };

    private Decision Default(string rule, Verdict verdict, ActionFacts facts) => Make(verdict, rule, text: null, facts);

    private Decision Make(Verdict verdict, string rule, string? text, ActionFacts facts) => verdict switch
    {
        Verdict.Allow => new Decision.Allow { Rule = rule, PolicyVersion = Version },
        Verdict.StepUp => new Decision.StepUp(Fill(text ?? "No rule allows {tool} by itself, so you are asked.", facts)) { Rule = rule, PolicyVersion = Version },
        _ => new Decision.Deny(Fill(text ?? "Policy does not let {tool} be used here.", facts)) { Rule = rule, PolicyVersion = Version },
    };

    private static string Fill(string text, ActionFacts facts) => text
        .Replace("{tool}", facts.Tool.Value, StringComparison.Ordinal)
        .Replace("{sources}", string.Join(", ", facts.Provenance), StringComparison.Ordinal);
}
