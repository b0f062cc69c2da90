using System.Diagnostics;
using System.Text.Json.Nodes;
using Countersign.Scripts;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Laws;

public sealed partial class Law1NoSecretAtRestTests
{
    /// <summary>
    /// By its own hand with a provider's token in hers, by a signal while it sends, and at a start with a key that is none: what it says last and what it
    /// leaves are searched, and it writes no dump of its memory unless somebody switched that on.
    /// </summary>
    [Fact]
    public async Task What_a_dying_process_says_and_leaves_behind_holds_no_secret()
    {
        var world = own.World;
        using var ada = await Someone.NewAsync(world);
        var since = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-1);
        var (first, push) = await ada.ProposeMergeAsync(7);
        world.Store.FailTheCommitOf("action.done");
        await ada.Phone.ApproveAsync(push);
        await DiesAsync("could not be synced");
        Assert.Equal(["merge"], await ada.EffectsAsync());
        world.Store.FailNoMore();
        await world.RestartAsync();

        await world.Control.FaultAsync("github_delay", 1, new JsonObject { ["ms"] = 10_000, ["method"] = "PUT", ["match"] = new JsonObject { ["repository"] = ada.Repository } });
        var (second, next) = await ada.ProposeMergeAsync(10);
        await ada.Phone.ApproveAsync(next);
        await ada.ActionAsync(second, "executing");
        await Eventually.TrueAsync(() => world.AppHasExited || Abort(world.AppProcess), "the app has ended"); // its runtime's own handler takes the first
        await DiesAsync(null);

        var (key, good) = (Path.Combine(world.AppData, "keys", "master.key"), File.ReadAllText(Path.Combine(world.AppData, "keys", "master.key")));
        File.WriteAllText(key, good[..^6]);
        await Assert.ThrowsAsync<ScriptException>(world.RestartAsync);
        File.WriteAllText(key, good);
        await world.RestartAsync();

        Assert.Empty(await world.FindSecretsAsync());
        Assert.DoesNotContain((await ada.ActionAsync(first, "executing", "done")).GetProperty("state").GetString(), (string[])["failed", "refused"]);
        Assert.Empty(DumpsSince(since));

        async Task DiesAsync(string? saying)
        {
            await Eventually.TrueAsync(() => world.AppHasExited, "the app has ended");
            if (saying is not null) await Eventually.TrueAsync(() => world.Log.Any(line => line.Contains(saying, StringComparison.Ordinal)), $"it said: {saying}");
            Assert.Empty(await world.FindSecretsAsync());
        }
    }

    /// <returns>False, so that one looks again.</returns>
    private static bool Abort(int process)
    {
        using var signal = Process.Start(new ProcessStartInfo("kill", $"-ABRT {process}") { RedirectStandardError = true });
        signal!.WaitForExit();
        return false;
    }

    /// <summary>Where the runtime and a kernel put dumps by default.</summary>
    private static IEnumerable<string> DumpsSince(DateTime since) =>
        from folder in (string[])[Path.GetTempPath(), Path.GetDirectoryName(Build.Output("functions", "x"))!, Repository.Root, Environment.CurrentDirectory]
        from file in Directory.EnumerateFiles(folder)
        let name = Path.GetFileName(file)
        where (name.StartsWith("core", StringComparison.Ordinal) || name.EndsWith(".dmp", StringComparison.Ordinal)) && File.GetLastWriteTimeUtc(file) >= since
        select file;
}
