using System.Text.Json;
using Countersign.Scripts;
using Microsoft.Playwright;

namespace Countersign.Tests.Browser.Web;

/// <summary>The accessibility rules of axe-core, run in the page.</summary>
internal static class Axe
{
    /// <summary>The rules that look at colours, the only ones that another theme can break.</summary>
    private const string Colours = "['color-contrast', 'link-in-text-block']";

    private static readonly Lazy<string> Source = new(() => File.ReadAllText(Repository.PathOf("tests", "Browser", "axe", "node_modules", "axe-core", "axe.min.js")));

    /// <summary>Which rules a look at a view holds it to.</summary>
    internal enum Rules
    {
        All,

        /// <summary>For the same view in another theme.</summary>
        OfColour,

        /// <summary>For the same view in another width.</summary>
        ButOfColour,
    }

    /// <summary>Fails with each rule that the page breaks, and where.</summary>
    public static async Task HoldsAsync(IPage page, string view, Rules rules = Rules.All)
    {
        if (await page.EvaluateAsync<bool>("typeof axe === 'undefined'")) await page.EvaluateAsync(Source.Value + ";0"); // once a page: it is large
        var chosen = rules switch
        {
            Rules.OfColour => $"runOnly: {Colours},",
            Rules.ButOfColour => $"rules: {{ ...menu, ...Object.fromEntries({Colours}.map((rule) => [rule, {{ enabled: false }}])) }},",
            _ => "rules: menu,",
        };
        // A menu that is open stands beside the landmarks, which the rule for whole pages does not know.
        var found = await page.EvaluateAsync<JsonElement>(
            $$"""
            () => {
              const menu = document.querySelector('[role=menu]') ? { region: { enabled: false } } : {};
              return axe.run(document, { {{chosen}} preload: false, resultTypes: ['violations'] }).then((result) => result.violations);
            }
            """);
        var broken = found.EnumerateArray().Select(rule =>
            $"{rule.GetProperty("id").GetString()}: {rule.GetProperty("help").GetString()}\n    "
            + string.Join("\n    ", rule.GetProperty("nodes").EnumerateArray().Select(node => $"{node.GetProperty("html").GetString()} — {node.GetProperty("failureSummary").GetString()}"))).ToList();
        Assert.True(broken.Count == 0, $"{view} breaks {string.Join("\n", broken)}");
    }
}
