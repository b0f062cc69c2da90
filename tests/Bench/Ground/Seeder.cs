using System.Text.Json.Nodes;
using Countersign.Actions;
using Countersign.Audit;
using Countersign.Identity;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Bench.Ground;

/// <summary>
/// Stored actions: reads, written as the app writes them (the run's row, the entry, its content, the chain's head), through its own trail, but many to a
/// batch. The app is down meanwhile.
/// </summary>
internal static class Seeder
{
    /// <summary>Three rows each, and the head: a batch has a hundred.</summary>
    private const int PerBatch = 32;

    public static async Task<int> RunAsync(string person, int actions, string[] settings)
    {
        var builder = Countersign.Program.Compose(FunctionsApplication.CreateBuilder([.. settings, "--Logging:LogLevel:Default=Critical"]));
        using var host = builder.Build();
        await SeedAsync(host.Services.GetRequiredService<Trail>(), PrincipalId.Parse(person), actions);
        return 0;
    }

    public static async Task SeedAsync(Trail trail, PrincipalId person, int actions)
    {
        for (var done = 0; done < actions; done += PerBatch)
        {
            var batch = new PersonBatch();
            for (var i = 0; i < Math.Min(PerBatch, actions - done); i++) Add(batch);
            await trail.CommitAsync(person, batch, CancellationToken.None);
        }
    }

    private static void Add(PersonBatch batch)
    {
        var now = TimeProvider.System.GetUtcNow();
        var run = RunId.New(TimeProvider.System);
        batch.Upsert(
            RunRow.KeyOf(run),
            new RunRow { Id = run, Agent = "direct", AgentVersion = "1", Door = "api", State = RunState.Done, StartedAt = now, EndedAt = now },
            RunRowJson.Default.RunRow);
        batch.Record(new AuditEvent
        {
            Kind = "read.done", Run = run, Tool = "github.get_issue", Connection = "github", Decision = "allow", Rule = "default:read",
            PolicyVersion = "0123456789abcdef", Subject = "caller", Outcome = "done",
            Content = new JsonObject
            {
                ["arguments"] = new JsonObject { ["number"] = 5, ["repository"] = "acme/shop" },
                ["sources"] = new JsonArray("github:acme/shop#5"),
            },
        });
    }
}
