using Countersign.Scripts;

namespace Countersign.Tests.Browser;

/// <summary>Where the pictures of every view go on each run, for people to look at.</summary>
internal static class Screenshots
{
    public static string Folder { get; } = Repository.PathOf("artifacts", "screenshots");

    public static string PathOf(string name) => Path.Combine(Folder, $"{name}.png");
}
