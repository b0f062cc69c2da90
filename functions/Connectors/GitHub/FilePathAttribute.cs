using System.ComponentModel.DataAnnotations;

namespace Countersign.Connectors.GitHub;

/// <summary>A file's path inside a repository: slashes between, none at either end, no dot segment, nothing below <c>.git</c>, nothing invisible.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class FilePathAttribute() : ValidationAttribute("The field {0} must be a path inside the repository, such as src/app.js.")
{
    public const int MaxLength = 400;

    /// <summary>Whether the empty path, the repository's root, is taken too.</summary>
    public bool OrRoot { get; set; }

    public override bool IsValid(object? value) => value is null || (value is string path && (IsPath(path) || (OrRoot && path.Length == 0)));

    private static bool IsPath(string path) =>
        path.Length is > 0 and <= MaxLength && path.All(c => c != '\\' && RefNameAttribute.Shows(c))
        && path.Split('/').All(part => part.Length > 0 && part is not ("." or "..") && !part.Equals(".git", StringComparison.OrdinalIgnoreCase));
}
