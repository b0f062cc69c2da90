using Countersign.Scripts;
using Countersign.Tests.Bench.Ground;
using Countersign.Tests.Bench.Measuring;

namespace Countersign.Tests.Bench.Figures;

/// <summary>Timers that all fell due while nothing ran; somebody asks for something new meanwhile. The second process's clock is two hours ahead.</summary>
internal static class HerdFigure
{
    public static async Task AddAsync(Scene scene, CancellationToken ct)
    {
        if (scene.Plan.Growth) await AddAsync(scene, Math.Max(1, scene.Plan.Herd / 10), $"_of_{scene.Plan.Herd / 10}", ct);
        await AddAsync(scene, scene.Plan.Herd, "", ct);
    }

    private static async Task AddAsync(Scene scene, int timers, string size, CancellationToken ct)
    {
        var data = scene.Folder("herd" + size);
        await using (await DurableChild.RunAsync("park", data, timers)) { }

        var port = Ports.FreeRow(1);
        var started = Clock.Now;
        await using var herd = new DurableChild("herd", data, timers, port);
        var fresh = AskAsync(herd, new Uri($"http://127.0.0.1:{port}/fresh"), ct);
        await herd.SaidAsync("first");
        var first = Clock.Since(started) / 1000;
        await herd.EndAsync();
        scene.Report.Add("herd_first_s" + size, first);
        scene.Report.Add("herd_all_s" + size, herd["all"] / 1000);
        var samples = await fresh;
        if (samples.Count > 0) scene.Report.Add("herd_fresh_p99_ms" + size, samples.P99);
    }

    private static async Task<Samples> AskAsync(DurableChild herd, Uri fresh, CancellationToken ct)
    {
        using var http = new HttpClient();
        var samples = new Samples();
        while (!herd.HasSaid("all"))
        {
            try
            {
                var asked = Clock.Now;
                using var response = await http.PostAsync(fresh, null, ct);
                if (response.IsSuccessStatusCode) samples.Add(Clock.Since(asked));
            }
            catch (HttpRequestException)
            {
                if (herd.HasSaid("first")) break;
                await Clock.WaitAsync(0.005, ct);
            }
        }

        return samples;
    }
}
