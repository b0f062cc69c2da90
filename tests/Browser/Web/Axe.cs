using System.Text.Json;
using Countersign.Scripts;
using Microsoft.Playwright;

namespace Countersign.Tests.Browser.Web;

/// <summary>The accessibility rules of axe-core, run in the page.</summary>
internal static class Axe
{
    private static readonly Lazy<string> Source = new(() => File.ReadAllText(Repository.PathOf("tests", "Browser", "axe", "node_modules", "axe-core", "axe.min.js")));

    /// <summary>Fails with each rule that the page breaks, and where.</summary>
    public static async Task HoldsAsync(IPage page, string view)
    {
        await page.EvaluateAsync(Source.Value + ";0");
        var found = await page.EvaluateAsync<JsonElement>("axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations)");
        var broken = found.EnumerateArray().Select(rule =>
            $"{rule.GetProperty("id").GetString()}: {rule.GetProperty("help").GetString()}\n    "
            + string.Join("\n    ", rule.GetProperty("nodes").EnumerateArray().Select(node => $"{node.GetProperty("html").GetString()} — {node.GetProperty("failureSummary").GetString()}"))).ToList();
        Assert.True(broken.Count == 0, $"{view} breaks {string.Join("\n", broken)}");
    }
}
