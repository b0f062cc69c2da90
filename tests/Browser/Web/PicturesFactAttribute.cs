namespace Countersign.Tests.Browser.Web;

/// <summary>Runs when scripts/screenshots says where its pictures go; otherwise there is nothing to take them for.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PicturesFactAttribute : FactAttribute
{
    public const string Variable = "COUNTERSIGN_PICTURES";

    public PicturesFactAttribute()
    {
        if (Folder is null) Skip = "scripts/screenshots takes them.";
    }

    public static string? Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;
}
