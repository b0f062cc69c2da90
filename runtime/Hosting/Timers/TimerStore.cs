using System.Text.Json;

namespace Countersign.Runtime.Hosting;

/// <summary>Schedules of monitored timers in one small file, replaced as a whole so that a kill leaves the old or the new one.</summary>
internal sealed class TimerStore
{
    private readonly string _file;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TimerRecord> _records;

    public TimerStore(string directory)
    {
        Directory.CreateDirectory(directory);
        _file = Path.Combine(directory, "timers.json");
        _records = File.Exists(_file)
            ? JsonSerializer.Deserialize(File.ReadAllBytes(_file), TimersJson.Default.DictionaryStringTimerRecord)
                ?? throw new InvalidOperationException($"{_file} holds no timers: delete it to start the schedules anew.")
            : [];
    }

    public TimerRecord? Read(string function)
    {
        lock (_lock)
            return _records.GetValueOrDefault(function);
    }

    public void Write(string function, TimerRecord record)
    {
        lock (_lock)
        {
            _records[function] = record;
            var next = _file + ".next";
            using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                JsonSerializer.Serialize(stream, _records, TimersJson.Default.DictionaryStringTimerRecord);
                stream.Flush(flushToDisk: true);
            }

            File.Move(next, _file, overwrite: true);
        }
    }
}
