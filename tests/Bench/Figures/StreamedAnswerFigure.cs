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
    /// <summary>
    /// The page itself says when the answer is over, a while after the field is back: to ask for a text from outside goes through all of the page, which holds
    /// its thread for longer than a word that is drawn.
    /// </summary>
    private const string Watch =
        """
        () => {
          const seen = { frames: 0, long: 0, worst: 0 }
          let sent = false
          let after = 0
          globalThis.over = new Promise((resolve) => {
            const frame = () => {
              seen.frames += 1
              const open = document.querySelector('textarea') !== null
              sent ||= !open
              if (sent && open && ++after > 30) resolve(seen)
              else requestAnimationFrame(frame)
            }
            requestAnimationFrame(frame)
          })
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
        await AddAsync(scene, world, caller, visitor.Page, await EarlierAsync(caller, 75, ct), "", ct);
        if (scene.Plan.Growth) await AddAsync(scene, world, caller, visitor.Page, await EarlierAsync(caller, 2, ct), "_of_a_short_thread", ct);
    }

    private static async Task AddAsync(Scene scene, BenchWorld world, Caller caller, IPage page, string thread, string size, CancellationToken ct)
    {
        await page.GotoAsync($"{world.App.Url}/chat/{thread}");
        await Expect(page.GetByText("Done.").Last).ToBeVisibleAsync(new() { Timeout = 120_000 });
        var field = page.GetByRole(AriaRole.Textbox, new() { Name = "Message" });
        await field.FillAsync($"1 turns of {caller.Shop} {ModelStub.Long}");
        await page.EvaluateAsync(Watch);
        await page.Keyboard.PressAsync("Enter");
        var seen = await page.EvaluateAsync<JsonElement>("globalThis.over").WaitAsync(TimeSpan.FromMinutes(3), TimeProvider.System, ct);
        await Expect(page.GetByText(ModelStub.LastWord)).ToBeVisibleAsync(new() { Timeout = 30_000 });
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
