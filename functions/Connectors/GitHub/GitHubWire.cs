using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Connectors.GitHub;

// What GitHub sends (REST, version 2022-11-28), only the members in use. A member without a default must be there; whatever else comes is ignored.

internal sealed record UserWire(long Id, string Login);

internal sealed record RepositoryWire(
    long Id, string NodeId, string FullName, string HtmlUrl, bool Private = false, string? DefaultBranch = null, bool Archived = false,
    bool HasIssues = true, string? Description = null, string? Language = null, DateTimeOffset? PushedAt = null);

internal sealed record LabelWire(string Name);

internal sealed record IssueWire(
    long Id, string NodeId, int Number, string Title, string State, string HtmlUrl, string? StateReason = null, UserWire? User = null,
    string? Body = null, IReadOnlyList<JsonElement>? Labels = null, bool Locked = false, int Comments = 0, JsonElement PullRequest = default,
    DateTimeOffset CreatedAt = default, DateTimeOffset? UpdatedAt = null, DateTimeOffset? ClosedAt = null, UserWire? ClosedBy = null,
    string? RepositoryUrl = null)
{
    /// <summary><c>owner/name</c> of the repository that it is in, from its address.</summary>
    [JsonIgnore]
    public string? RepositoryName => RepositoryUrl?.Split('/') is [.., "repos", var owner, var name] ? $"{owner}/{name}" : null;

    [JsonIgnore]
    public bool IsPullRequest => PullRequest.ValueKind == JsonValueKind.Object;

    /// <summary>A label is an object, in old answers a string.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> LabelNames => [.. (Labels ?? []).Select(l => l.ValueKind switch
    {
        JsonValueKind.String => TextOf(l),
        JsonValueKind.Object when l.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String => TextOf(name),
        _ => "",
    }).Where(l => l.Length > 0)];

    /// <summary>Empty for half a surrogate pair, which is JSON by its grammar and no text.</summary>
    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}

internal sealed record CommentWire(long Id, string HtmlUrl, string? Body = null, UserWire? User = null, DateTimeOffset CreatedAt = default, string? AuthorAssociation = null);

internal sealed record PullSideWire(string Ref, string Sha, RepositoryWire? Repo = null);

internal sealed record PullWire(
    long Id, string NodeId, int Number, string Title, string State, string HtmlUrl, PullSideWire Head, PullSideWire Base, bool Draft = false,
    bool Merged = false, DateTimeOffset? MergedAt = null, UserWire? MergedBy = null, string? MergeCommitSha = null, bool? Mergeable = null,
    string? MergeableState = null, UserWire? User = null, string? Body = null, int Additions = 0, int Deletions = 0, int ChangedFiles = 0,
    int Commits = 0, DateTimeOffset CreatedAt = default, DateTimeOffset? UpdatedAt = null);

internal sealed record FileWire(
    string Filename, string Status, int Additions = 0, int Deletions = 0, string? Patch = null, string? PreviousFilename = null);

/// <summary>What has lists in it: of their entries the reader of JSON does not see to it that none is null.</summary>
internal interface ILists
{
    IEnumerable<IEnumerable<object?>?> Lists { get; }
}

internal sealed record CheckRunsWire(int TotalCount, IReadOnlyList<CheckRunWire> CheckRuns) : ILists
{
    IEnumerable<IEnumerable<object?>?> ILists.Lists => [CheckRuns];
}

internal sealed record CheckRunWire(string Name, string Status, string? Conclusion = null, string? HtmlUrl = null);

internal sealed record CombinedStatusWire(string State, IReadOnlyList<StatusWire> Statuses) : ILists
{
    IEnumerable<IEnumerable<object?>?> ILists.Lists => [Statuses];
}

internal sealed record StatusWire(string Context, string State, string? Description = null);

internal sealed record SignatureWire(string? Name = null, string? Email = null, DateTimeOffset? Date = null);

internal sealed record ShaWire(string Sha);

internal sealed record CommitDetailWire(string Message, SignatureWire? Author = null, ShaWire? Tree = null);

internal sealed record CommitStatsWire(int Additions = 0, int Deletions = 0);

internal sealed record CommitWire(
    string Sha, string HtmlUrl, CommitDetailWire Commit, IReadOnlyList<ShaWire> Parents, UserWire? Author = null, CommitStatsWire? Stats = null,
    IReadOnlyList<FileWire>? Files = null) : ILists
{
    IEnumerable<IEnumerable<object?>?> ILists.Lists => [Parents, Files];
}

internal sealed record ContentWire(
    string Type, string Name, string Path, string Sha, long Size = 0, string? Content = null, string? Encoding = null, string? HtmlUrl = null);

/// <summary>An object for a file, an array for a folder.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record ContentsWire(JsonElement Value)
{
    internal sealed class Converter : JsonConverter<ContentsWire>
    {
        public override ContentsWire Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject ? new(JsonElement.ParseValue(ref reader)) : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, ContentsWire value, JsonSerializerOptions options) => value.Value.WriteTo(writer);
    }
}

internal sealed record RefWire(string Ref, RefObjectWire Object);

internal sealed record RefObjectWire(string Sha, string Type);

internal sealed record TreeWire(string Sha, IReadOnlyList<TreeEntryWire> Tree, bool Truncated = false) : ILists
{
    IEnumerable<IEnumerable<object?>?> ILists.Lists => [Tree];
}

internal sealed record TreeEntryWire(string Path, string Mode, string Type, string Sha);

internal sealed record GitCommitWire(string Sha, string Message, ShaWire Tree, IReadOnlyList<ShaWire> Parents, SignatureWire? Author = null, string? HtmlUrl = null) : ILists
{
    IEnumerable<IEnumerable<object?>?> ILists.Lists => [Parents];
}

internal sealed record MergedWire(string Sha, bool Merged = false);

internal sealed record InstallationsWire(int TotalCount, IReadOnlyList<InstallationWire> Installations) : ILists
{
    IEnumerable<IEnumerable<object?>?> ILists.Lists => [Installations];
}

internal sealed record InstallationWire(long Id);

internal sealed record InstallationRepositoriesWire(int TotalCount, IReadOnlyList<RepositoryWire> Repositories) : ILists
{
    IEnumerable<IEnumerable<object?>?> ILists.Lists => [Repositories];
}

// What is sent.

internal sealed record NewIssueWire(string Title, string Body, IReadOnlyList<string> Labels);

internal sealed record NewCommentWire(string Body);

internal sealed record CloseIssueWire(string State, string StateReason);

internal sealed record MergeWire(string Sha, string MergeMethod, string? CommitTitle, string? CommitMessage);

internal sealed record NewTreeWire(string BaseTree, IReadOnlyList<NewTreeEntryWire> Tree);

/// <param name="Content">A file's new text; absent where <paramref name="Sha"/> is sent.</param>
/// <param name="Sha">Sent as null, which deletes.</param>
internal sealed record NewTreeEntryWire(string Path, string Mode, string Type, string? Content, JsonElement? Sha);

internal sealed record NewCommitWire(string Message, string Tree, IReadOnlyList<string> Parents, NewSignatureWire Author, NewSignatureWire Committer);

internal sealed record NewSignatureWire(string Name, string Email, string Date);

internal sealed record NewRefWire(string Ref, string Sha);

internal sealed record MoveRefWire(string Sha, bool Force);

internal sealed record NewPullWire(string Title, string Head, string Base, string Body, bool Draft);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UserWire)), JsonSerializable(typeof(RepositoryWire)), JsonSerializable(typeof(IReadOnlyList<RepositoryWire>))]
[JsonSerializable(typeof(IssueWire)), JsonSerializable(typeof(IReadOnlyList<IssueWire>))]
[JsonSerializable(typeof(CommentWire)), JsonSerializable(typeof(IReadOnlyList<CommentWire>))]
[JsonSerializable(typeof(PullWire)), JsonSerializable(typeof(IReadOnlyList<PullWire>)), JsonSerializable(typeof(IReadOnlyList<FileWire>))]
[JsonSerializable(typeof(CheckRunsWire)), JsonSerializable(typeof(CombinedStatusWire))]
[JsonSerializable(typeof(CommitWire)), JsonSerializable(typeof(IReadOnlyList<CommitWire>)), JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ContentsWire)), JsonSerializable(typeof(ContentWire)), JsonSerializable(typeof(IReadOnlyList<ContentWire>))]
[JsonSerializable(typeof(RefWire)), JsonSerializable(typeof(TreeWire)), JsonSerializable(typeof(GitCommitWire)), JsonSerializable(typeof(MergedWire))]
[JsonSerializable(typeof(InstallationsWire)), JsonSerializable(typeof(InstallationRepositoriesWire))]
[JsonSerializable(typeof(NewIssueWire)), JsonSerializable(typeof(NewCommentWire)), JsonSerializable(typeof(CloseIssueWire)), JsonSerializable(typeof(MergeWire))]
[JsonSerializable(typeof(NewTreeWire)), JsonSerializable(typeof(NewCommitWire)), JsonSerializable(typeof(NewRefWire)), JsonSerializable(typeof(MoveRefWire))]
[JsonSerializable(typeof(NewPullWire)), JsonSerializable(typeof(ShaWire))]
internal sealed partial class GitHubWireJson : JsonSerializerContext;
