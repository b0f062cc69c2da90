using System.Text;

namespace Countersign.Tests.EndToEnd.Live.Secrets;

/// <summary>Where a secret could lie: every byte of the app's files, its output, its telemetry, what the model was sent, what clients were answered.</summary>
public static class Places
{
    public static async Task<IReadOnlyList<(string Name, byte[] Bytes)>> OfAsync(LiveWorld world) =>
    [
        .. Files(world.AppData),
        ("the app's output", Encoding.UTF8.GetBytes(string.Join('\n', world.Log))),
        ("traces", world.Collector.Received("traces")),
        ("metrics", world.Collector.Received("metrics")),
        ("the model's prompts", Encoding.UTF8.GetBytes((await world.Control.GetAsync("model/prompts")).GetRawText())),
        ("answers to clients", world.Answers.All),
    ];

    /// <summary>Databases with their free pages, write-ahead files and shared memory, and checkpoints; not the two keys, which are read by their owner alone.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Files(string data)
    {
        foreach (var file in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(data, file);
            if (name.StartsWith("keys", StringComparison.Ordinal)) continue;

            // A lock's bytes belong to its holder; there are none.
            if (name.EndsWith(".lock", StringComparison.Ordinal) && new FileInfo(file).Length == 0) continue;
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            yield return (name, bytes.ToArray());
        }
    }
}
