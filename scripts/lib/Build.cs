namespace Countersign.Scripts;

public static class Build
{
    public const string Configuration = "Release";

    public static string Output(string project, string file) => Repository.PathOf(project, "bin", Configuration, "net10.0", file);

    public static async Task ProjectAsync(string project)
    {
        await Child.RunAsync(
            "dotnet",
            ["build", Repository.PathOf(project), "-c", Configuration, "--nologo", "-v", "quiet"],
            $"Run `dotnet build {project}` to see the whole of it.");
    }
}
