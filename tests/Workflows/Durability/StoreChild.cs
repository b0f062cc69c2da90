using System.Globalization;
using System.Text;
using Countersign.Runtime.Durable;
using Countersign.Runtime.Durable.Storage;
using Countersign.Storage;
using Countersign.Storage.Sqlite;
using Countersign.Tests.Workflows.Engine;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.Tests.Workflows.Durability;

/// <summary>
/// A process that writes to one of the stores and says on standard output what was acknowledged to it: first one write after the other, then several at
/// once. Each write carries a mark of its own.
/// </summary>
internal static class StoreChild
{
    public const int Alone = 12;
    public const int Together = 40;

    private static readonly Stream s_out = Console.OpenStandardOutput();
    private static readonly Lock s_lock = new();

    public static async Task<int> RunAsync(string store, string folder, string synchronous)
    {
        await (store == "runtime" ? RuntimeAsync(folder, synchronous) : AppAsync(folder, synchronous));
        return 0;
    }

    /// <summary>Opens a store and keeps it open until the process is ended.</summary>
    public static async Task<int> HoldAsync(string store, string folder)
    {
        try
        {
            using IDisposable held = store == "runtime" ? HistoryFile.Open(Path.Combine(folder, "runtime.db")) : new SqliteTables(folder);
            Say("open", "");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
            return 0;
        }
        catch (InvalidOperationException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
    }

    private static async Task RuntimeAsync(string folder, string synchronous)
    {
        var app = new TinyApp();
        app.Activity("Step", call =>
        {
            // Running an activity is telling it that it was scheduled.
            Say("ack", call.Input<string>());
            return null;
        });
        app.Orchestrator("Main", async context => await context.CallActivityAsync<string>("Step", $"step{context.GetInput<string>()}"));
        var options = new DurableOptions { File = Path.Combine(folder, "runtime.db"), Synchronous = synchronous };
        await using var engine = new DurableEngine(options, app, TinyApp.Converter, TimeProvider.System, NullLoggerFactory.Instance);
        await engine.StartAsync(CancellationToken.None);
        var later = new StartOrchestrationOptions(null, TimeProvider.System.GetUtcNow().AddDays(1));
        await SessionAsync(
            mark => engine.Client.ScheduleNewOrchestrationInstanceAsync("Main", mark, later, CancellationToken.None),
            async mark => await engine.Client.WaitForInstanceStartAsync(await engine.Client.ScheduleNewOrchestrationInstanceAsync("Main", mark)));
    }

    private static async Task AppAsync(string folder, string synchronous)
    {
        using var tables = new SqliteTables(folder, 8 << 20, Environment.FailFast, connection =>
        {
            SqliteSchema.Execute(connection, "COMMIT");
            if (synchronous != "FULL")
                SqliteSchema.Execute(connection, $"PRAGMA synchronous={synchronous}");
        });
        await SessionAsync(WriteAsync, WriteAsync);

        Task WriteAsync(string mark)
            => tables.WriteAsync("people", "p", [new Change.Insert(mark, Encoding.UTF8.GetBytes(mark)), new Change.Upsert("head", Encoding.UTF8.GetBytes(mark))], default);
    }

    private static async Task SessionAsync(Func<string, Task> alone, Func<string, Task> together)
    {
        // The one that changes the setting for the rest.
        await alone("first");
        for (var i = 0; i < Alone; i++)
        {
            var mark = Mark(i);
            await alone(mark);
            Say("alone", mark);
        }

        await Parallel.ForEachAsync(Enumerable.Range(Alone, Together), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            await together(Mark(i));
            Say("ack", Mark(i));
        });
        Say("over", "");
    }

    private static string Mark(int number) => string.Create(CultureInfo.InvariantCulture, $"mark{number:0000}");

    private static void Say(string word, string mark)
    {
        lock (s_lock)
        {
            // One call of the system a line.
            s_out.Write(Encoding.UTF8.GetBytes($"{word} {mark}\n"));
            s_out.Flush();
        }
    }
}
