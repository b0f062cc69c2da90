using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Countersign.Sandbox;

namespace Countersign.Tests.Fidelity.Tenant;

public sealed class Starting_again
{
    [Fact]
    public async Task The_same_folder_gives_the_same_keys_secrets_and_people_on_the_same_ports()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-again-").FullName;
        try
        {
            await using var first = await SandboxHost.StartAsync(new() { Port = 0, Data = folder }, CancellationToken.None);
            var before = await SeenAsync(first, folder);
            await first.DisposeAsync();
            await using var second = await SandboxHost.StartAsync(new() { Port = first.Origins.Port, Data = folder }, CancellationToken.None);

            Assert.Equal(before, await SeenAsync(second, folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_process_says_when_it_is_ready_and_what_is_wrong_with_its_arguments()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-process-").FullName;
        try
        {
            using var process = Start("--port", "0", "--data", folder, "--ciba-expiry", "20");
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            Assert.Equal("sandbox ready", await process.StandardOutput.ReadLineAsync(deadline.Token));
            var control = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "control.json"), deadline.Token))!;
            using var http = new HttpClient();
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(control["tenant"] + ".well-known/jwks.json"), deadline.Token)).StatusCode);
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "control.json")));
            process.Kill();
            await process.WaitForExitAsync(deadline.Token);

            using var wrong = Start("--data", folder, "--ciba-expiry", "301");
            await wrong.WaitForExitAsync(deadline.Token);
            Assert.Equal(2, wrong.ExitCode);
            Assert.StartsWith("--ciba-expiry 301 is not understood.", await wrong.StandardError.ReadToEndAsync(deadline.Token), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(SandboxHost).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    private static async Task<string> SeenAsync(SandboxHost sandbox, string folder)
    {
        using var http = new HttpClient();
        var keys = JsonNode.Parse(await http.GetStringAsync(new Uri(sandbox.Origins.Issuer + ".well-known/jwks.json")))!["keys"]!.AsArray();
        return string.Join('\n', keys.Select(key => key!["kid"]!.ToString())
            .Append(await File.ReadAllTextAsync(Path.Combine(folder, "settings.json")))
            .Append(await File.ReadAllTextAsync(Path.Combine(folder, "control.json"))));
    }
}
