namespace Countersign.Scripts;

public static class Build
{
    /// <summary>What is built and run: <c>Release</c>, unless a test run is of the other kind.</summary>
    public static string Configuration { get; set; } = "Release";

    public static string Output(string project, string file) => Repository.PathOf(project, "bin", Configuration, "net10.0", file);

    public static async Task ProjectAsync(string project)
    {
        await Child.RunAsync(
            "dotnet",
            ["build", Repository.PathOf(project), "-c", Configuration, "--nologo", "-v", "quiet"],
            $"Run `dotnet build {project}` to see the whole of it.");
    }
}
