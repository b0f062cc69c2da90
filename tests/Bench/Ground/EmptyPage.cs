using Countersign.Scripts;
using Countersign.Tests.Bench.Measuring;

namespace Countersign.Tests.Bench.Ground;

/// <summary>A page that is nothing but a field: built by the web app's own Vite, served by it, to compare the first view with.</summary>
internal static class EmptyPage
{
    /// <returns>The server, and where it serves.</returns>
    public static async Task<(Child Server, Uri Url)> ServeAsync(string folder, CancellationToken ct)
    {
        var vite = Path.Combine(Scripts.Web.Folder, "node_modules", "vite", "bin", "vite.js");
        var page = Directory.CreateDirectory(Path.Combine(folder, "empty-page")).FullName;
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("tests", "Bench", "EmptyPage"))) File.Copy(file, Path.Combine(page, Path.GetFileName(file)), overwrite: true);
        await Child.RunAsync("node", [vite, "build", page, "--logLevel", "error"], "Is web/ installed? scripts/start does it.", page);
        var url = new Uri($"http://127.0.0.1:{Ports.FreeRow(1)}/");
        var server = Child.Start("node", [vite, "preview", page, "--host", "127.0.0.1", "--port", $"{url.Port}", "--strictPort", "--logLevel", "error"]);
        using var http = new HttpClient();
        for (var started = Clock.Now; Clock.Since(started) < 60_000;)
        {
            try
            {
                using var response = await http.GetAsync(url, ct);
                if (response.IsSuccessStatusCode) return (server, url);
            }
            catch (HttpRequestException)
            {
                await Clock.WaitAsync(0.05, ct);
            }
        }

        await server.DisposeAsync();
        throw new TimeoutException("Vite did not serve the empty page within a minute.");
    }
}
