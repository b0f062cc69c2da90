using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Countersign.Policies;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

public sealed record CommitFiles(
    [property: Description(GitHubArguments.Repository), RegularExpression(GitHubArguments.RepositoryForm)] string Repository,
    [property: Description("Branch to commit to; made from base where it does not exist."), RefName, StringLength(RefNameAttribute.MaxLength)] string Branch,
    [property: Description("Commit message: a short line, blank, more."), StringLength(10_000, MinimumLength = 1), RegularExpression(@"^\S[\s\S]*$")] string Message,
    [property: Description("Text files to write or delete."), Length(1, CommitFiles.MaxFiles), ValidateEnumeratedItems] IReadOnlyList<FileChange> Files,
    [property: Description("Branch that a new branch starts from and a pull request goes into; the default branch if null."), RefName, StringLength(RefNameAttribute.MaxLength)] string? Base = null,
    [property: Description("Pull request to open from branch into base; none if null."), ValidateObjectMembers] NewPullRequest? PullRequest = null)
    : IValidatableObject
{
    public const int MaxFiles = 20;

    /// <summary>UTF-16 units of all files together: an action has to fit one stored row.</summary>
    public const int MaxContent = 200_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Files.Select(f => f.Path).Distinct(StringComparer.Ordinal).Count() < Files.Count) yield return new("$.Files names a path twice.", [nameof(Files)]);
        if (Files.Sum(f => f.Content?.Length ?? 0) > MaxContent) yield return new($"$.Files holds more than {MaxContent} characters: split it into several commits.", [nameof(Files)]);
        if (PullRequest is not null && Branch == Base) yield return new("$.Branch and base of a pull request must differ.", [nameof(Branch)]);
    }
}

public sealed record FileChange(
    [property: Description("Path in the repository."), FilePath, StringLength(FilePathAttribute.MaxLength, MinimumLength = 1)] string Path,
    [property: Description("The whole new text; null deletes the file."), StringLength(CommitFiles.MaxContent)] string? Content);

public sealed record NewPullRequest(
    [property: Description("Title, one line."), StringLength(256, MinimumLength = 1), RegularExpression(@"^[^\r\n]*\S[^\r\n]*$")] string Title,
    [property: Description("Text in Markdown."), StringLength(Marker.MaxBody)] string Body = "",
    [property: Description("Whether it is opened as a draft.")] bool Draft = false);

/// <param name="BranchSha">The branch's tip, which becomes the commit's parent; null where the branch is made.</param>
/// <param name="ParentSha">The commit's parent.</param>
/// <param name="TreeSha">The commit's tree, computed from the files: a commit with another one is not ours.</param>
/// <param name="Author">Author and committer, with their date: the same on every try, so the same commit.</param>
public sealed record CommitTarget(
    long RepositoryId, string FullName, string Owner, bool Private, string Branch, string? BranchSha, bool IsDefaultBranch, string Base, string ParentSha,
    string BaseTreeSha, string TreeSha, IReadOnlyList<PlannedFile> Files, CommitAuthor Author, string Url);

public sealed record CommitAuthor(string Name, string Email, DateTimeOffset Date);

/// <param name="BeforeSha">The blob as it was; null for a new file.</param>
/// <param name="AfterSha">The blob as it will be; null for a deleted one.</param>
public sealed record PlannedFile(string Path, FileEffect Effect, string Mode, string? BeforeSha, string? AfterSha);

[JsonConverter(typeof(SnakeCaseEnum<FileEffect>))]
public enum FileEffect
{
    Create,
    Change,
    Delete,
}

[OptionsValidator]
internal sealed partial class CommitFilesValidator : IValidateOptions<CommitFiles>;
