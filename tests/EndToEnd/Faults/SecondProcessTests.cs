using System.Collections.Concurrent;
using Countersign.Tests.EndToEnd.Live;

namespace Countersign.Tests.EndToEnd.Faults;

/// <summary>The app itself, started a second time on the data of one that runs.</summary>
public sealed class SecondProcessTests(SharedWorld shared) : IClassFixture<SharedWorld>
{
    [Fact]
    public async Task The_app_started_twice_on_one_folder_ends_with_what_to_do_and_the_first_goes_on()
    {
        using var ada = await Someone.NewAsync(shared.World);
        var (action, push) = await ada.ProposeMergeAsync(7);
        var lines = new ConcurrentQueue<string>();
        await using var second = shared.World.Another(lines.Enqueue);

        second.Launch();
        var code = await Eventually.ComesAsync(() => Task.FromResult(second.ExitCode), () => $"the second process ended; it says {string.Join('\n', lines)}");

        Assert.Equal(1, code);
        Assert.Contains("Another process", lines.Last(line => line.Length > 0), StringComparison.Ordinal);
        Assert.Contains("Stop it", lines.Last(line => line.Length > 0), StringComparison.Ordinal);
        await ada.Phone.ApproveAsync(push);
        await ada.ActionAsync(action, "done");
        Assert.Equal(["merge"], await ada.EffectsAsync());
    }
}
