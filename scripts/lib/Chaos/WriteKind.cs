namespace Countersign.Scripts.Chaos;

public enum WriteKind
{
    Merge,
    CreateIssue,
    Comment,

    /// <summary>A commit of a file and its pull request: two effects, one after the other.</summary>
    Commit,
}

/// <summary>One write as it is asked for at each door, and what the world must have seen once it happened.</summary>
public static class WriteKinds
{
    public static string Tool(this WriteKind kind) => kind switch
    {
        WriteKind.Merge => "github.merge_pull_request",
        WriteKind.CreateIssue => "github.create_issue",
        WriteKind.Comment => "github.comment",
        _ => "github.commit_files",
    };

    public static string Arguments(this WriteKind kind, string repository) => kind switch
    {
        WriteKind.Merge => $$"""{"repository":"{{repository}}","number":7}""",
        WriteKind.CreateIssue => $$"""{"repository":"{{repository}}","title":"Found under chaos","body":"Once."}""",
        WriteKind.Comment => $$"""{"repository":"{{repository}}","number":1,"body":"Once."}""",
        _ => $$$"""
            {"repository":"{{{repository}}}","branch":"agent/fix","message":"Fix the cart",
             "files":[{"path":"docs/chaos.md","content":"once"}],"pull_request":{"title":"Fix the cart"}}
            """,
    };

    public static string Message(this WriteKind kind, string repository) => kind switch
    {
        WriteKind.Merge => $"merge pull request 7 of {repository}",
        WriteKind.CreateIssue => $"create an issue in {repository} titled \"Found under chaos\" saying \"Once.\"",
        WriteKind.Comment => $"comment \"Once.\" on issue 1 of {repository}",
        _ => $"commit \"once\" to docs/chaos.md in {repository} on branch agent/fix titled \"Fix the cart\" and open a pull request titled \"Fix the cart\"",
    };

    /// <summary>Each of these once. A commit that is on no branch is seen by nobody and does not count.</summary>
    public static IReadOnlyList<string> Effects(this WriteKind kind) => kind switch
    {
        WriteKind.Merge => ["merge"],
        WriteKind.CreateIssue => ["create_issue"],
        WriteKind.Comment => ["comment"],
        _ => ["ref", "pull_request"],
    };

    /// <summary>Paths below the repository that its writes are sent to: method and end of the path.</summary>
    public static IReadOnlyList<(string Method, string Path)> Sends(this WriteKind kind) => kind switch
    {
        WriteKind.Merge => [("PUT", "/pulls/7/merge")],
        WriteKind.CreateIssue => [("POST", "/issues")],
        WriteKind.Comment => [("POST", "/issues/1/comments")],
        _ => [("POST", "/git/trees"), ("POST", "/git/commits"), ("POST", "/git/refs"), ("POST", "/pulls")],
    };
}
