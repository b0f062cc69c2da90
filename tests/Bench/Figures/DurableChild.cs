using System.Collections.Concurrent;
using System.Globalization;
using Countersign.Scripts;
using Countersign.Tests.Bench.Durable;

namespace Countersign.Tests.Bench.Figures;

/// <summary>The durable process as the bench sees it: the figures that it prints.</summary>
internal sealed class DurableChild : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, double> _figures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _said = new(StringComparer.Ordinal);
    private readonly Child _child;

    public DurableChild(string kind, string data, params int[] numbers) => _child = Child.Start(
        "dotnet",
        [Build.Output("tests/Bench", "Countersign.Tests.Bench.dll"), "durable", kind, data, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))],
        line: Hear);

    public double this[string name] => _figures[name];

    /// <summary>Runs it to its end.</summary>
    public static async Task<DurableChild> RunAsync(string kind, string data, params int[] numbers)
    {
        var child = new DurableChild(kind, data, numbers);
        await child.EndAsync();
        return child;
    }

    public Task SaidAsync(string name) => Task.WhenAny(_said.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task, _child.WaitAsync());

    public async Task EndAsync()
    {
        if (await _child.WaitAsync() != 0) throw new InvalidOperationException($"The durable process failed:{Environment.NewLine}{_child.LastLines}");
    }

    public bool HasSaid(string name) => _figures.ContainsKey(name);

    public ValueTask DisposeAsync() => _child.DisposeAsync();

    private void Hear(string line)
    {
        if (Line.Read(line) is not var (name, value)) return;
        _figures[name] = value;
        _said.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }
}
