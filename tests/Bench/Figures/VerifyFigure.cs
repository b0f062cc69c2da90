using System.Security.Cryptography;
using Countersign.Audit;
using Countersign.Identity;
using Countersign.Storage;
using Countersign.Tests.Bench.Ground;
using Countersign.Tests.Bench.Measuring;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Tests.Bench.Figures;

/// <summary>Verifying a person's whole chain in place, beside reading the same rows from the same store and hashing each. Nothing is kept between the two.</summary>
internal static class VerifyFigure
{
    public static async Task AddAsync(Scene scene, CancellationToken ct)
    {
        var folder = scene.Folder("verify");
        var (master, signing) = Scripts.Keys.Ensure(folder);
        var world = await scene.WorldAsync(ct);
        var builder = Countersign.Program.Compose(FunctionsApplication.CreateBuilder(
        [
            .. world.Settings.Select(setting => $"--{setting.Key}={setting.Value}"), $"--Runtime:Data={folder}/runtime", $"--Storage:Directory={folder}/app",
            $"--Secrets:MasterKeyFile={master}", $"--Audit:SigningKeyFile={signing}", $"--Audit:CheckpointFile={folder}/checkpoints.jsonl", "--Logging:LogLevel:Default=Critical",
        ]));
        using var host = builder.Build();
        var (trail, book, tables) =
            (host.Services.GetRequiredService<Trail>(), host.Services.GetRequiredService<AuditBook>(), host.Services.GetRequiredService<ITables>());
        var person = PrincipalId.Of("https://bench/", "auth0|verify");
        var few = scene.Plan.Entries / 10;
        await Seeder.SeedAsync(trail, person, few);
        var (fewRatio, _, _) = await RatioAsync(book, tables, person, ct);
        await Seeder.SeedAsync(trail, person, scene.Plan.Entries - few);
        var (ratio, verify, hash) = await RatioAsync(book, tables, person, ct);
        scene.Report.Add("audit_verify_ratio", ratio);
        scene.Report.Add($"audit_verify_ratio_at_{few}", fewRatio);
        scene.Report.Add("audit_verify_us_per_entry", verify * 1000 / scene.Plan.Entries);
        scene.Report.Add("audit_hash_us_per_entry", hash * 1000 / scene.Plan.Entries);
    }

    private static async Task<(double Ratio, double Verify, double Hash)> RatioAsync(AuditBook book, ITables tables, PrincipalId person, CancellationToken ct)
    {
        var (verify, hash) = (new Samples(), new Samples());
        for (var i = 0; i < 5; i++)
        {
            await verify.TimeAsync(async () =>
            {
                var report = await book.VerifyAsync(person, ct);
                if (report.State != ChainState.Verified) throw new InvalidOperationException($"The chain does not verify: {report.State}");
            });
            await hash.TimeAsync(() => HashAsync(tables, person, ct));
        }

        return (verify.P50 / hash.P50, verify.P50, hash.P50);
    }

    private static async Task HashAsync(ITables tables, PrincipalId person, CancellationToken ct)
    {
        var hash = new byte[32];
        foreach (var prefix in new[] { "audit~", "content~" })
        {
            string? continuation = null;
            do
            {
                var page = await tables.QueryAsync("people", person.Value, KeyRange.Prefix(prefix), TableLimits.Page, continuation, ct);
                foreach (var row in page.Rows) SHA256.HashData(row.Value.Span, hash);
                continuation = page.Continuation;
            }
            while (continuation is not null);
        }
    }
}
