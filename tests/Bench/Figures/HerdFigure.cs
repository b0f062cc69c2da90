using Countersign.Scripts;
using Countersign.Tests.Bench.Ground;
using Countersign.Tests.Bench.Measuring;

namespace Countersign.Tests.Bench.Figures;

/// <summary>Timers that all fell due while nothing ran; somebody asks for something new meanwhile. The second process's clock is two hours ahead.</summary>
internal static class HerdFigure
{
    public static async Task AddAsync(Scene scene, CancellationToken ct)
    {
        var data = scene.Folder("herd");
        await using (await DurableChild.RunAsync("park", data, scene.Plan.Herd)) { }

        var port = Ports.FreeRow(1);
        var started = Clock.Now;
        await using var herd = new DurableChild("herd", data, scene.Plan.Herd, port);
        var fresh = AskAsync(herd, new Uri($"http://127.0.0.1:{port}/fresh"), ct);
        await herd.SaidAsync("first");
        var first = Clock.Since(started) / 1000;
        await herd.EndAsync();
        scene.Report.Add("herd_first_s", first);
        scene.Report.Add("herd_all_s", herd["all"] / 1000);
        var samples = await fresh;
        if (samples.Count > 0) scene.Report.Add("herd_fresh_p99_ms", samples.P99);
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
