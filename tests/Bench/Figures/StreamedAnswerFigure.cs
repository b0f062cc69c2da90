using System.Text.Json;
using Countersign.Tests.Bench.Ground;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Bench.Figures;

/// <summary>
/// An answer of 2,000 tokens, Markdown with lists, code and a table, streams into a thread that has 300 messages, half of them tools and their results, while
/// somebody looks on. Counted are the frames, and those that held the page's thread for more than 50 ms from input to paint.
/// </summary>
internal static class StreamedAnswerFigure
{
    private const string Watch =
        """
        () => {
          const seen = (globalThis.seen = { frames: 0, long: 0, worst: 0 })
          const frame = () => { seen.frames += 1; requestAnimationFrame(frame) }
          requestAnimationFrame(frame)
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) {
              seen.long += 1
              seen.worst = Math.max(seen.worst, entry.duration)
            }
          }).observe({ type: 'long-animation-frame' })
        }
        """;

    public static async Task AddAsync(Scene scene, CancellationToken ct)
    {
        if (scene.Plan.Views == 0) return;
        var world = await scene.WorldAsync(ct);
        var caller = await world.CallerAsync(ct);
        await using var visitor = await Visitor.SignInAsync(world, caller.Made);
        await AddAsync(scene, world, caller, visitor.Page, await EarlierAsync(caller, 75, ct), "");
        if (scene.Plan.Growth) await AddAsync(scene, world, caller, visitor.Page, await EarlierAsync(caller, 2, ct), "_of_a_short_thread");
    }

    private static async Task AddAsync(Scene scene, BenchWorld world, Caller caller, IPage page, string thread, string size)
    {
        await page.GotoAsync($"{world.App.Url}/chat/{thread}");
        await Expect(page.GetByText("Done.").Last).ToBeVisibleAsync(new() { Timeout = 120_000 });
        var field = page.GetByRole(AriaRole.Textbox, new() { Name = "Message" });
        await field.FillAsync($"1 turns of {caller.Shop} {ModelStub.Long}");
        await page.EvaluateAsync(Watch);
        await field.PressAsync("Enter");
        await Expect(page.GetByText(ModelStub.LastWord)).ToBeVisibleAsync(new() { Timeout = 180_000 });
        await Expect(field).ToBeVisibleAsync(new() { Timeout = 120_000 });
        var seen = await page.EvaluateAsync<JsonElement>("globalThis.seen");
        var (frames, longer) = (seen.GetProperty("frames").GetDouble(), seen.GetProperty("long").GetDouble());
        scene.Report.Add("web_long_frames_pct" + size, 100 * longer / frames);
        scene.Report.Add("web_frames" + size, frames);
        scene.Report.Add("web_worst_frame_ms" + size, seen.GetProperty("worst").GetDouble());
    }

    /// <summary>A run of many turns, and then questions with their answers: of 75, 300 messages and a few.</summary>
    private static async Task<string> EarlierAsync(Caller caller, int many, CancellationToken ct)
    {
        string? thread = null;
        foreach (var turns in new[] { many }.Concat(Enumerable.Repeat(1, many)))
        {
            var message = $"{turns} turns of {caller.Shop} {Guid.NewGuid():n}";
            var body = thread is null ? $$"""{"message":"{{message}}"}""" : $$"""{"message":"{{message}}","thread":"{{thread}}"}""";
            var run = await caller.JsonAsync(HttpMethod.Post, "api/runs", body, ct, Guid.NewGuid().ToString());
            thread = run.GetProperty("thread").GetString()!;
            await TurnFigure.DoneAsync(caller, run.GetProperty("id").GetString()!, ct);
        }

        return thread!; // the first run made it
    }
}
