using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Countersign.Tests.Browser.Web;

/// <summary>The page's verifier against exports that the app made, whole and tampered with: it finds what the app's own verifier finds.</summary>
public sealed class AuditFileTests(Chromium chromium, LaneWorld lane) : WebTest(chromium, lane)
{
    [Fact]
    public async Task An_export_is_verified_from_a_file_and_a_tampered_one_is_found_broken_where_it_was_touched()
    {
        var (action, push) = await Me.ProposeMergeAsync(7);
        await Me.Phone.ApproveAsync(push);
        await Me.ActionAsync(action, "done");
        var lines = (await Me.Doors.TextAsync("api/audit/export", default)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var entries = lines.Count(line => line.StartsWith("{\"line\":\"entry\"", StringComparison.Ordinal));
        var decided = Array.FindIndex(lines, line => line.Contains("\"kind\":\"action.decided\"", StringComparison.Ordinal));
        var seq = decided - 1; // a header and a key stand before the first
        await SignInAsync("/audit");

        await FindsAsync("whole", lines, "Verified", $"{entries} entries");
        await FindsAsync("last line cut", lines[..^1], "Verified", "reaches entry");
        await FindsAsync("decision", Touch(lines, decided, line => line.Replace("\"decision\":\"step_up\"", "\"decision\":\"allow\"", StringComparison.Ordinal)), "Broken", $"Broken at entry {seq}: altered");
        await FindsAsync("member twice", Touch(lines, decided, line => line.Replace("\"decision\":", "\"decision\":\"allow\",\"decision\":", StringComparison.Ordinal)), "Broken", $"Broken at entry {seq}: altered");
        await FindsAsync("member more", Touch(lines, decided, line => line.Replace("\"decision\":", "\"note\":\"fine\",\"decision\":", StringComparison.Ordinal)), "Broken", $"Broken at entry {seq}: altered");
        await FindsAsync("garbage", Touch(lines, decided, _ => "{\"line\":"), "Broken", $"Broken at entry {seq}: altered");
        await FindsAsync("removed", [.. lines[..decided], .. lines[(decided + 1)..]], "Broken", $"Broken at entry {seq}: removed");
        await FindsAsync("swapped", [.. lines[..decided], lines[decided + 1], lines[decided], .. lines[(decided + 2)..]], "Broken", $"Broken at entry {seq}: reordered");
        await FindsAsync("end cut off", [.. lines[..^2], lines[^1]], "Broken", $"Broken at entry {entries}: cut off");
        await FindsAsync("end and checkpoint cut off", lines[..^2], "Broken", $"Broken at entry {entries}: cut off"); // the one outside remains
        await FindsAsync("another's", Touch(lines, 0, line => line.Replace("\"principal\":\"", "\"principal\":\"x", StringComparison.Ordinal)), "Broken", "bad checkpoint");
        await FindsAsync("signature", Touch(lines, lines.Length - 1, line => line.Replace("\"signature\":\"", "\"signature\":\"AAAA", StringComparison.Ordinal)), "Broken", "bad checkpoint");
        await FindsAsync("content", Touch(lines, decided, line => line.Replace(Me.Repository, "acme/elsewhere", StringComparison.Ordinal)), "Content altered", action);
        await FindsAsync("erased", Touch(lines, decided, WithoutContent), "Verified", "1 content was erased");

        await ChooseAsync("nothing", ["Dear diary,"]);
        await Expect(Page.GetByText("This is no export of an audit trail")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_the_export_button_gives_is_verified_and_only_checkpoints_from_outside_show_that_its_end_was_cut_off()
    {
        var (action, push) = await Me.ProposeMergeAsync(7);
        await Me.Phone.DenyAsync(push);
        await Me.ActionAsync(action, "denied", "refused", "cancelled");
        await SignInAsync("/audit");
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Button, new() { Name = "Export", Exact = true }).ClickAsync());
        await Expect(Page.GetByText("The export is in your downloads", new() { Exact = true }).First).ToBeVisibleAsync();
        Assert.Equal("countersign-audit.jsonl", download.SuggestedFilename);
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        var entries = lines.Count(line => line.StartsWith("{\"line\":\"entry\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(action, StringComparison.Ordinal) && line.Contains("\"kind\":\"action.decided\"", StringComparison.Ordinal));
        await FindsAsync("exported", lines, "Verified", $"{entries} entries");

        // An app that has lost its checkpoints too: nobody but the person's own copy of them knows how long the chain was.
        await Page.RouteAsync("**/api/audit/checkpoint", route => route.FulfillAsync(new() { ContentType = "application/json", Body = "{}" }));
        await FindsAsync("cut", lines[..^2], "Verified", "Tail not covered");
        var checkpoints = await File.ReadAllBytesAsync(Path.Combine(World.AppData, "checkpoints", "checkpoints.jsonl"));
        await FindsAsync("cut, with checkpoints", lines[..^2], "Broken", $"Broken at entry {entries}: cut off", checkpoints);
        await FindsAsync("whole, with checkpoints", lines, "Verified", "Tail covered", checkpoints);
    }

    private static string WithoutContent(string line) => line[..line.IndexOf(",\"content\":", StringComparison.Ordinal)] + "}";

    private static string[] Touch(string[] lines, int at, Func<string, string> touch)
    {
        var touched = touch(lines[at]);
        Assert.NotEqual(lines[at], touched);
        return [.. lines[..at], touched, .. lines[(at + 1)..]];
    }

    private async Task FindsAsync(string name, string[] lines, string state, string said, byte[]? checkpoints = null)
    {
        await ChooseAsync(name, lines, checkpoints);
        await Expect(Page.GetByRole(AriaRole.Group, new() { Name = $"File {name}.jsonl: {state}", Exact = true })).ToContainTextAsync(said);
    }

    private async Task ChooseAsync(string name, string[] lines, byte[]? checkpoints = null)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Verify a file" }).ClickAsync();
        var dialog = Page.GetByRole(AriaRole.Dialog);
        if (checkpoints is not null) await dialog.GetByLabel("Checkpoints from outside").SetInputFilesAsync(new FilePayload { Name = "checkpoints.jsonl", MimeType = "application/jsonl", Buffer = checkpoints });
        await dialog.GetByLabel("Export").SetInputFilesAsync(new FilePayload { Name = $"{name}.jsonl", MimeType = "application/jsonl", Buffer = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n") });
        if (name == "whole") await LooksRightAsync("audit-file");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
    }
}
