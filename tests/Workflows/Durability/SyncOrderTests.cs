namespace Countersign.Tests.Workflows.Durability;

/// <summary>Write, sync, acknowledge: in this order, as the system saw it.</summary>
public sealed class SyncOrderTests
{
    [Theory]
    [InlineData("runtime", "FULL", StoreChild.Alone + (2 * StoreChild.Together))]
    [InlineData("app", "FULL", StoreChild.Alone + StoreChild.Together)]
    public async Task Nothing_is_acknowledged_before_the_sync_that_covers_its_bytes(string store, string synchronous, int writes)
    {
        var (acknowledged, wrong) = await TraceAsync(store, synchronous);

        Assert.Empty(wrong);
        Assert.Equal(writes, acknowledged);
    }

    [Theory]
    [InlineData("runtime", "NORMAL")]
    [InlineData("runtime", "OFF")]
    [InlineData("app", "NORMAL")]
    [InlineData("app", "OFF")]
    public async Task With_less_than_a_full_sync_that_is_noticed(string store, string synchronous)
    {
        var (acknowledged, wrong) = await TraceAsync(store, synchronous);

        Assert.True(acknowledged >= StoreChild.Alone + StoreChild.Together, $"{acknowledged} acknowledged");
        Assert.True(wrong.Count >= StoreChild.Alone, $"Only {wrong.Count} of {acknowledged} are noticed.");
    }

    private static async Task<(int Acknowledged, IReadOnlyList<string> Wrong)> TraceAsync(string store, string synchronous)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Fail("System calls are traced on Linux alone. Run this test there.");
        var folder = Directory.CreateTempSubdirectory("countersign-sync-");
        try
        {
            return SyncOrder.Read(await TracedProcess.RunAsync("store", store, folder.FullName, synchronous), store == "runtime" ? "runtime.db-wal" : "app.db-wal");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
