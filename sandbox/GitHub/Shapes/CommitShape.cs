using System.Text;
using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Git;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Shapes;

internal static class CommitShape
{
    public static string Url(Call call, Repository repository, string sha) => $"{RepositoryShape.Url(call, repository)}/commits/{sha}";

    public static string GitUrl(Call call, Repository repository, string kind, string sha) => $"{RepositoryShape.Url(call, repository)}/git/{kind}/{sha}";

    public static string Html(Call call, Repository repository, string sha) => $"{RepositoryShape.Html(call, repository)}/commit/{sha}";

    /// <summary>A commit as the repository's history lists it.</summary>
    public static JsonObject Listed(Call call, Repository repository, GitCommit commit) => new()
    {
        ["sha"] = commit.Sha,
        ["node_id"] = "C_" + commit.Sha,
        ["commit"] = new JsonObject
        {
            ["author"] = Who(commit.Author),
            ["committer"] = Who(commit.Committer),
            ["message"] = commit.Message,
            ["tree"] = new JsonObject { ["sha"] = commit.Tree, ["url"] = GitUrl(call, repository, "trees", commit.Tree) },
            ["url"] = GitUrl(call, repository, "commits", commit.Sha),
            ["comment_count"] = 0,
            ["verification"] = Unsigned(),
        },
        ["url"] = Url(call, repository, commit.Sha),
        ["html_url"] = Html(call, repository, commit.Sha),
        ["comments_url"] = Url(call, repository, commit.Sha) + "/comments",
        ["author"] = Account(call, commit.Author),
        ["committer"] = Account(call, commit.Committer),
        ["parents"] = Parents(call, repository, commit, "commits"),
    };

    public static JsonObject Full(Call call, Repository repository, GitCommit commit)
    {
        var shape = Listed(call, repository, commit);
        var changes = Changes(repository, commit);
        shape["stats"] = new JsonObject
        {
            ["total"] = changes.Sum(c => c.Additions + c.Deletions),
            ["additions"] = changes.Sum(c => c.Additions),
            ["deletions"] = changes.Sum(c => c.Deletions),
        };
        shape["files"] = new JsonArray([.. changes.Select(c => File(call, repository, c, commit.Sha))]);
        return shape;
    }

    /// <summary>The bare git object.</summary>
    public static JsonObject Git(Call call, Repository repository, GitCommit commit) => new()
    {
        ["sha"] = commit.Sha,
        ["node_id"] = "C_" + commit.Sha,
        ["url"] = GitUrl(call, repository, "commits", commit.Sha),
        ["html_url"] = Html(call, repository, commit.Sha),
        ["author"] = Who(commit.Author),
        ["committer"] = Who(commit.Committer),
        ["tree"] = new JsonObject { ["sha"] = commit.Tree, ["url"] = GitUrl(call, repository, "trees", commit.Tree) },
        ["message"] = commit.Message,
        ["parents"] = Parents(call, repository, commit, "git/commits"),
        ["verification"] = Unsigned(),
    };

    public static List<FileChange> Changes(Repository repository, GitCommit commit)
    {
        var parent = commit.Parents.Count > 0 ? repository.Objects.Commit(commit.Parents[0])?.Tree : null;
        return FileChange.Between(repository.Objects, parent, commit.Tree);
    }

    public static JsonObject File(Call call, Repository repository, FileChange change, string sha)
    {
        var html = RepositoryShape.Html(call, repository);
        var path = string.Join('/', change.Path.Split('/').Select(Uri.EscapeDataString));
        var shape = new JsonObject
        {
            ["sha"] = change.Sha,
            ["filename"] = change.Path,
            ["status"] = change.Status,
            ["additions"] = change.Additions,
            ["deletions"] = change.Deletions,
            ["changes"] = change.Additions + change.Deletions,
            ["blob_url"] = $"{html}/blob/{sha}/{path}",
            ["raw_url"] = $"{html}/raw/{sha}/{path}",
            ["contents_url"] = $"{RepositoryShape.Url(call, repository)}/contents/{path}?ref={sha}",
        };
        if (change.Patch is { Length: > 0 }) shape["patch"] = change.Patch;
        if (change.PreviousPath is not null) shape["previous_filename"] = change.PreviousPath;
        return shape;
    }

    /// <summary>Commits as mails, as <c>git format-patch</c> writes them.</summary>
    public static string Mail(Repository repository, IReadOnlyList<GitCommit> commits)
    {
        var text = new StringBuilder();
        for (var i = 0; i < commits.Count; i++)
        {
            var commit = commits[i];
            var (subject, rest) = commit.Message.Split('\n', 2) is [var s, var r] ? (s, r.Trim('\n')) : (commit.Message, "");
            var number = commits.Count > 1 ? $" {i + 1}/{commits.Count}" : "";
            text.Append("From ").Append(commit.Sha).Append(" Mon Sep 17 00:00:00 2001\n")
                .Append("From: ").Append(commit.Author.Name).Append(" <").Append(commit.Author.Email).Append(">\n")
                .Append("Date: ").Append(commit.Author.Date.ToString("ddd, d MMM yyyy HH:mm:ss ", System.Globalization.CultureInfo.InvariantCulture)).Append("+0000\n")
                .Append("Subject: [PATCH").Append(number).Append("] ").Append(subject).Append("\n\n");
            if (rest.Length > 0) text.Append(rest).Append('\n');
            text.Append("---\n\n");
            foreach (var change in Changes(repository, commit)) text.Append(change.Diff());
        }

        return text.ToString();
    }

    private static JsonObject Who(Signature signature) => new()
    {
        ["name"] = signature.Name,
        ["email"] = signature.Email,
        ["date"] = AccountShape.Time(signature.Date),
    };

    /// <summary>The account whose address the signature bears; null where none does.</summary>
    private static JsonObject? Account(Call call, Signature signature)
    {
        var login = signature.Email.Split('@')[0].Split('+')[^1];
        return signature.Email.EndsWith("@users.noreply.github.com", StringComparison.Ordinal) && call.State.AccountBy(login) is { } account
            ? AccountShape.Simple(call, account)
            : null;
    }

    private static JsonArray Parents(Call call, Repository repository, GitCommit commit, string kind) => new([.. commit.Parents.Select(p => new JsonObject
    {
        ["sha"] = p,
        ["url"] = $"{RepositoryShape.Url(call, repository)}/{kind}/{p}",
        ["html_url"] = Html(call, repository, p),
    })]);

    private static JsonObject Unsigned() => new()
    {
        ["verified"] = false,
        ["reason"] = "unsigned",
        ["signature"] = null,
        ["payload"] = null,
        ["verified_at"] = null,
    };
}
