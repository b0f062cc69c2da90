using Countersign.Actions;
using Countersign.Storage;
using Countersign.Tests.Bench.Ground;
using Countersign.Tests.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Bench.Figures;

/// <summary>Batches in the person's partition, counted under the app's own store in a process of ours.</summary>
internal static class CommitFigures
{
    public static async Task AddAsync(Scene scene, CancellationToken ct)
    {
        var world = await scene.WorldAsync(ct);
        var folder = scene.Folder("commits");
        var (master, signing) = Scripts.Keys.Ensure(folder);
        var builder = FunctionsApplication.CreateBuilder(
        [
            .. world.Settings.Select(setting => $"--{setting.Key}={setting.Value}"), "--Runtime:Url=http://127.0.0.1:0", $"--Runtime:Data={folder}/runtime", "--Runtime:InspectionPort=0",
            $"--Storage:Directory={folder}/app", $"--Secrets:MasterKeyFile={master}", $"--Audit:SigningKeyFile={signing}", "--Runtime:DrainSeconds=1",
            "--Logging:LogLevel:Default=Critical",
        ]);
        builder.Local.Types = typeof(ActRef).Assembly.GetExportedTypes();
        Countersign.Program.Compose(builder);
        var store = builder.Services.Last(service => service.ServiceType == typeof(ITables)).ImplementationFactory!; // registered so
        builder.Services.AddSingleton<ITables>(services => new CountedTables((ITables)store(services)));
        var host = builder.Build();
        await host.StartAsync(ct);
        try
        {
            var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
            using var http = new HttpClient { BaseAddress = new Uri(address) };
            var (tables, caller) = ((CountedTables)host.Services.GetRequiredService<ITables>(), await world.CallerAsync(ct, http));
            await world.ControlAsync("auto-answer", $$"""{"person":"{{caller.Name}}","answer":"approve"}""", ct);
            await CountAsync(scene, world, tables, caller, "", ct);
            for (var i = 0; i < scene.Plan.Calls; i++) await caller.ReadIssueAsync(Caller.Bare, ct);
            await CountAsync(scene, world, tables, caller, $"_after_{scene.Plan.Calls}", ct);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }

    private static async Task CountAsync(Scene scene, BenchWorld world, CountedTables tables, Caller caller, string size, CancellationToken ct)
    {
        var before = tables.Of(caller.Principal).Count;
        for (var i = 0; i < 5; i++) await caller.ReadIssueAsync(Caller.Bare, ct);
        scene.Report.Add("commits_per_read" + size, (tables.Of(caller.Principal).Count - before) / 5.0);

        var proposed = await caller.UseAsync("github.merge_pull_request", $$"""{"repository":"{{await world.ShopAsync(caller, ct)}}","number":7}""", ct);
        var action = proposed.GetProperty("id").GetString()!;
        await Merges.DoneAsync(caller, action, ct);
        var batches = tables.Of(caller.Principal).Where(batch => batch.Writes("", action)).ToList();
        var proposals = batches.FindIndex(batch => batch.Writes("audit~", "approval.")) + 1;
        var approved = batches.FindIndex(batch => batch.Writes("audit~", "approval.approved"));
        var outcome = batches.FindIndex(batch => batch.Writes("audit~", "action.done"));
        scene.Report.Add("commits_per_write" + size, outcome - approved);
        scene.Report.Add("commits_per_proposal" + size, proposals);
    }
}
