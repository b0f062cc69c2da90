using Microsoft.Playwright;

namespace Countersign.Tests.Browser.Web;

/// <summary>What text from outside must never become.</summary>
internal static class HostileText
{
    /// <summary>Elements that load, run or lead elsewhere.</summary>
    public static Task<string[]> LiveAsync(IPage page) => page.EvaluateAsync<string[]>(
        """
        [...document.querySelectorAll('img, object, embed, video, audio, svg image, script:not([src]), iframe[src^="x"], a[href^="javascript" i], a[href*="evil.example"], [onerror], [onclick]')]
          .filter((element) => !(element.tagName === 'SCRIPT' && element.ownerDocument.currentScript))
          .map((element) => element.outerHTML.slice(0, 200))
        """);

    public static Task<bool> RanAsync(IPage page) => page.EvaluateAsync<bool>("'ran' in window");
}
