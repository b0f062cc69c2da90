using System.Xml.Linq;

namespace Countersign.Scripts;

/// <summary>Runs test projects one after another and counts from their result files, so that a project that dies is counted too.</summary>
public static class Tests
{
    private static readonly string[] Projects = ["Unit", "Workflows", "Fidelity", "EndToEnd", "Browser", "Bench"];

    /// <summary>More was asked for than a test does by itself: CONTRIBUTING names these variables.</summary>
    private static bool IsLong => Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(name => name.StartsWith("ENGINE_", StringComparison.Ordinal));

    public static async Task<(int Passed, int Failed)> RunAsync(IReadOnlyList<string> names, CancellationToken ct)
    {
        var passed = 0;
        var failed = 0;
        var chosen = names.Count > 0 ? names : [.. Projects.Where(p => File.Exists(Repository.PathOf("tests", p, $"{p}.csproj")))];
        var environment = new Dictionary<string, string>();
        if (chosen.Any(name => name.Split('/')[0] == "Browser") && await Chromium.EnsureAsync() is { } chromium) environment[Chromium.Variable] = chromium;
        foreach (var name in chosen)
        {
            var (project, filter) = name.Split('/', 2) is [var p, var f] ? (p, f) : (name, null);
            if (!File.Exists(Repository.PathOf("tests", project, $"{project}.csproj")))
            {
                throw new ScriptException($"There is no test project {project}. The parts are: {string.Join(", ", Projects)}.");
            }

            var (ok, bad) = await ProjectAsync(project, filter, environment, ct);
            passed += ok;
            failed += bad;
        }

        return (passed, failed);
    }

    private static async Task<(int Passed, int Failed)> ProjectAsync(string project, string? filter, Dictionary<string, string> environment, CancellationToken ct)
    {
        var results = Path.Combine(Path.GetTempPath(), $"countersign-{Guid.NewGuid():n}");
        string[] arguments =
        [
            "test", Repository.PathOf("tests", project), "-c", Build.Configuration, "--no-build", "--nologo",
            "--logger", "trx;LogFileName=results.trx", "--logger", "console;verbosity=normal", "--results-directory", results,
            "--blame-hang-timeout", IsLong ? "12h" : "5m", "--blame-hang-dump-type", "none",
            .. filter is null ? Array.Empty<string>() : ["--filter", $"FullyQualifiedName~{filter.Replace('/', '.')}"],
        ];
        Console.WriteLine($"tests/{project}");

        // What tests and the processes they kill leave behind goes with the results.
        var scratch = Directory.CreateDirectory(Path.Combine(results, "tmp")).FullName;
        var variables = new Dictionary<string, string>(environment) { ["TMPDIR"] = scratch, ["TMP"] = scratch, ["TEMP"] = scratch };
        await using var child = Child.Start("dotnet", arguments, variables, Tell);
        try
        {
            var code = await child.WaitAsync(ct);
            var file = Path.Combine(results, "results.trx");
            if (!File.Exists(file)) return (0, 1);
            var counters = XDocument.Load(file).Descendants().First(e => e.Name.LocalName == "Counters");
            var ok = (int)counters.Attribute("passed")!;
            var bad = (int)counters.Attribute("executed")! - ok; // what is skipped is asked for by its own script
            return (ok, bad == 0 && code != 0 ? 1 : bad);
        }
        finally
        {
            Discard(results);
        }
    }

    /// <summary>What failed is printed in full, the end of a class too, which the short form of the runner keeps to itself.</summary>
    private static void Tell(string line)
    {
        if (!line.StartsWith("  Passed ", StringComparison.Ordinal)) Console.WriteLine(line);
    }

    private static void Discard(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A process that outlived its test still writes there; the system's own cleaning takes it.
        }
    }
}
