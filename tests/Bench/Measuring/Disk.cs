namespace Countersign.Tests.Bench.Measuring;

/// <summary>What one sync of an appended page costs where the data lies: the unit in which durable figures are to be read.</summary>
internal static class Disk
{
    private const int Page = 4096;

    public static Samples Sync(string folder, int times)
    {
        var path = Path.Combine(folder, "sync.probe");
        var samples = new Samples();
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0))
        {
            var page = new byte[Page];
            for (var i = 0; i < times; i++)
            {
                Random.Shared.NextBytes(page);
                file.Write(page);
                var started = Clock.Now;
                file.Flush(flushToDisk: true);
                samples.Add(Clock.Since(started));
            }
        }

        File.Delete(path);
        return samples;
    }
}
