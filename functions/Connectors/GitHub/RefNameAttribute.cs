using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Countersign.Connectors.GitHub;

/// <summary>A branch, tag or commit as git names them (git check-ref-format), at most 200 characters; nothing invisible.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class RefNameAttribute() : ValidationAttribute("The field {0} must be a name that git takes for a branch, a tag or a commit.")
{
    public const int MaxLength = 200;

    public override bool IsValid(object? value) => value is null || (value is string name && IsName(name));

    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxLength
        && name[0] is not ('/' or '-') && name[^1] is not ('/' or '.')
        && !name.Contains("..", StringComparison.Ordinal) && !name.Contains("//", StringComparison.Ordinal) && !name.Contains("@{", StringComparison.Ordinal)
        && name != "@" && name.Split('/').All(part => !part.StartsWith('.') && !part.EndsWith(".lock", StringComparison.Ordinal))
        && name.All(c => c is not (' ' or '~' or '^' or ':' or '?' or '*' or '[' or '\\') && Shows(c));

    /// <summary>Whether a character can be seen: no control, no format, no separator, no half of a pair.</summary>
    public static bool Shows(char c) => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
