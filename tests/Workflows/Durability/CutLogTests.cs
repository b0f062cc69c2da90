using System.Text;
using Countersign.Runtime.Durable.Storage;
using Countersign.Storage;
using Countersign.Storage.Sqlite;
using Countersign.Tests.Workflows.Engine;

namespace Countersign.Tests.Workflows.Durability;

/// <summary>At every cut of the write-ahead file everything committed before it is there, and nothing is half there.</summary>
public sealed class CutLogTests
{
    [Fact]
    public async Task The_durable_history_comes_back_as_of_the_last_commit_before_the_cut()
    {
        WalCuts cuts = null!;
        await using var world = await EngineWorld.StartAsync(w =>
        {
            cuts = new WalCuts(w.File);
            w.AfterCommit = _ => cuts.AfterCommit();
        });
        world.App.Activity("Step", call => call.Input<int>() * 10);
        world.App.Orchestrator("Child", async context => await context.CallActivityAsync<int>("Step", 4));
        world.App.Orchestrator("Main", async context =>
        {
            if (context.GetInput<string>() is not "again")
            {
                await context.CallActivityAsync<int>("Step", 1);
                await Task.WhenAll(context.CallActivityAsync<int>("Step", 2), context.CallActivityAsync<int>("Step", 3));
                await context.WaitForExternalEvent<string>("go");
                context.ContinueAsNew("again");
                return null;
            }

            await context.CallSubOrchestratorAsync<int>("Child");
            await context.WaitForExternalEvent<string>("go", TimeSpan.FromDays(1));
            return new string('x', 10_000);
        });
        var ids = new[] { await world.StartAsync("Main"), await world.StartAsync("Main") };
        for (var round = 0; round < 2; round++)
        {
            foreach (var id in ids)
            {
                await world.ParkedAsync(id, "event go");
                await world.Client.RaiseEventAsync(id, "go");
                await Eventually.TrueAsync(() => world.Engine.Inspection.Find(id)!.Inbox.Count == 0, "the event is seen");
            }
        }

        foreach (var id in ids)
            await world.EndAsync(id);
        Assert.True(cuts.Commits >= 12, $"{cuts.Commits} commits");
        Assert.True(cuts.Check(copy => HistoryFile.Open(copy).Dispose()) > 100, "hardly any cuts");
    }

    [Fact]
    public async Task The_apps_store_comes_back_as_of_the_last_batches_before_the_cut()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-cut-");
        try
        {
            var cuts = new WalCuts(Path.Combine(folder.FullName, "app.db"));
            using (var tables = new SqliteTables(folder.FullName, 64 << 20, Assert.Fail, connection =>
            {
                SqliteSchema.Execute(connection, "COMMIT");
                cuts.AfterCommit();
            }))
            {
                for (var round = 0; round < 12; round++)
                {
                    // Several people at once share a sync; each batch is one person's.
                    await Task.WhenAll(Enumerable.Range(0, 3).Select(person => tables.WriteAsync(
                        "people", $"p{person}",
                        [
                            new Change.Upsert("head", Encoding.UTF8.GetBytes($"{round}")),
                            new Change.Upsert($"entry-{round:00}", Encoding.UTF8.GetBytes(new string('x', 700 * round))),
                            new Change.Delete($"entry-{round - 3:00}", null),
                        ],
                        CancellationToken.None)));
                }

                Assert.True(cuts.Commits >= 12, $"{cuts.Commits} commits");
                Assert.True(cuts.Check(copy => new SqliteTables(Path.GetDirectoryName(copy)!).Dispose()) > 100, "hardly any cuts");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
