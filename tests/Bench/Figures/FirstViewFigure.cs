using Countersign.Tests.Bench.Ground;
using Countersign.Tests.Bench.Measuring;
using Microsoft.Playwright;

namespace Countersign.Tests.Bench.Figures;

/// <summary>
/// From going to the address, with nothing kept by the browser, until the person who is signed in at the tenant can write: the field is there, a frame with
/// it was painted, and the page's thread is free. Turn about with a page that has nothing but such a field.
/// </summary>
internal static class FirstViewFigure
{
    private const int Threads = 200;

    private const string Interactive =
        """
        (() => {
          globalThis.interactive = new Promise((resolve) => {
            const look = () => document.querySelector('textarea:not(:disabled)') === null
              ? requestAnimationFrame(look)
              : requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
            requestAnimationFrame(look)
          })
        })()
        """;

    public static async Task AddAsync(Scene scene, CancellationToken ct)
    {
        if (scene.Plan.Views == 0) return;
        var world = await scene.WorldAsync(ct);
        var caller = await world.CallerAsync(ct);
        await using var visitor = await Visitor.SignInAsync(world, caller.Made);
        var (server, url) = await EmptyPage.ServeAsync(scene.Folder("first-view"), ct);
        await using var served = server;
        var page = visitor.Page;
        await page.AddInitScriptAsync(Interactive);
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.setCacheDisabled", new() { ["cacheDisabled"] = true });
        await AddAsync(scene, page, new Uri(world.App.Url), url, "");
        if (!scene.Plan.Growth) return;
        for (var i = 0; i < Threads; i++)
        {
            var run = await caller.JsonAsync(HttpMethod.Post, "api/runs", $$"""{"message":"1 turns of {{caller.Shop}} {{i}}"}""", ct, Guid.NewGuid().ToString());
            await TurnFigure.DoneAsync(caller, run.GetProperty("id").GetString()!, ct);
        }

        await AddAsync(scene, page, new Uri(world.App.Url), url, $"_with_{Threads}_threads");
    }

    private static async Task AddAsync(Scene scene, IPage page, Uri app, Uri empty, string size)
    {
        var (ours, theirs) = (new Samples(), new Samples());
        for (var i = 0; i <= scene.Plan.Views; i++)
        {
            var one = await TimeAsync(page, app);
            var other = await TimeAsync(page, empty);
            if (i == 0) continue; // the first of each brings the files into memory
            ours.Add(one);
            theirs.Add(other);
        }

        scene.Report.Add("web_tti_ratio" + size, ours.P50 / theirs.P50);
        scene.Report.Add("web_tti_ms" + size, ours.P50);
        scene.Report.Add("web_tti_empty_ms" + size, theirs.P50);
    }

    private static async Task<double> TimeAsync(IPage page, Uri address)
    {
        await page.GotoAsync(address.ToString(), new() { WaitUntil = WaitUntilState.Commit });
        return await page.EvaluateAsync<double>("globalThis.interactive");
    }
}
