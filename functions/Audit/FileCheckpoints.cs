using System.Collections.Concurrent;
using System.Text.Json;

namespace Countersign.Audit;

/// <summary>A file of their own, one JSON object a line, synced before it counts. A line that a kill cut off is passed over.</summary>
internal sealed class FileCheckpoints : ICheckpointSink, IDisposable
{
    private readonly FileStream _file;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentDictionary<string, Checkpoint> _last = new(StringComparer.Ordinal);

    public FileCheckpoints(string path)
    {
        if (File.Exists(path))
        {
            foreach (var line in File.ReadLines(path)) Load(line);
        }

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _file = new FileStream(path, options);
        _file.Seek(0, SeekOrigin.End);
        if (_file.Length > 0) _file.WriteByte((byte)'\n'); // ends a line that was cut off; an empty one means nothing
    }

    public async ValueTask AppendAsync(Checkpoint checkpoint, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            _file.Write(JsonSerializer.SerializeToUtf8Bytes(checkpoint, AuditJson.Default.Checkpoint));
            _file.WriteByte((byte)'\n');
            _file.Flush(flushToDisk: true);
        }
        finally
        {
            _turn.Release();
        }

        Keep(checkpoint);
    }

    public Checkpoint? Last(string principal) => _last.GetValueOrDefault(principal);

    public void Dispose()
    {
        _file.Dispose();
        _turn.Dispose();
    }

    private void Load(string line)
    {
        try
        {
            if (line.Length > 0 && JsonSerializer.Deserialize(line, AuditJson.Default.Checkpoint) is { } checkpoint) Keep(checkpoint);
        }
        catch (JsonException)
        {
            // Cut off.
        }
    }

    private void Keep(Checkpoint checkpoint) =>
        _last.AddOrUpdate(checkpoint.Principal, checkpoint, (_, held) => checkpoint.Seq >= held.Seq ? checkpoint : held);
}
