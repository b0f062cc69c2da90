using System.Text;
using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Git;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.Shapes;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Routes;

/// <summary>Files and folders at a ref, and the writing of one file.</summary>
internal static class ContentRoutes
{
    private const int LargestInJson = 1_048_576;

    public static IEnumerable<ApiRoute> All =>
    [
        ApiRoute.Read("readme", "contents", Readme),
        ApiRoute.Read("contents/{*path}", "contents", Get),
        ApiRoute.Write("PUT", "contents/{*path}", "contents", Level.Write, Put),
    ];

    private static Answer Readme(Call call, Repository repository)
    {
        call["path"] = "README.md";
        return Get(call, repository);
    }

    private static Answer Get(Call call, Repository repository)
    {
        var path = call["path"].Trim('/');
        if (repository.Refs.Count == 0) return Refusal.Basic(404, "This repository is empty.");
        var name = call.Asked("ref") is { Length: > 0 } asked ? asked : repository.DefaultBranch;
        if (repository.Resolve(name) is not { } commit) return Refusal.Basic(404, $"No commit found for the ref {name}");
        if (Files.At(repository.Objects, commit.Tree, path) is not { } entry) return Refusal.NotFound();
        if (entry.Type == "tree")
        {
            var children = (repository.Objects.Tree(entry.Sha) ?? []).Select(e => Shape(call, repository, name, path.Length > 0 ? $"{path}/{e.Name}" : e.Name, e));
            if (!call.Wants("object")) return Answer.Ok(new JsonArray([.. children]));
            var folder = Shape(call, repository, name, path, entry);
            folder["entries"] = new JsonArray([.. children]);
            return Answer.Ok(folder);
        }

        var bytes = repository.Objects.Blob(entry.Sha) ?? [];
        if (call.Wants("raw")) return Answer.Bytes("raw", bytes);
        var shape = Shape(call, repository, name, path, entry);
        shape["content"] = bytes.Length > LargestInJson ? "" : InLines(bytes);
        shape["encoding"] = bytes.Length > LargestInJson ? "none" : "base64";
        return Answer.Ok(shape) with { LastModified = commit.Committer.Date };
    }

    private static Answer Put(Call call, Repository repository)
    {
        var path = call["path"].Trim('/');
        var (message, badMessage) = call.Text("message", required: true);
        var (content, badContent) = call.Text("content", required: true);
        var (sha, badSha) = call.Text("sha");
        var (branch, badBranch) = call.Text("branch");
        if ((badMessage ?? badContent ?? badSha ?? badBranch) is { } refused) return refused;
        if (Decode(content!) is not { } bytes) return Refusal.Unprocessable("content is not valid Base64."); // required above
        branch ??= repository.DefaultBranch;
        if (repository.Branch(branch) is not { } tip || repository.Objects.Commit(tip) is not { } parent) return Refusal.Basic(404, $"Branch {branch} not found");
        if (RefRoutes.Guarded(repository, branch) is { } guarded) return guarded;
        if (RefRoutes.WorkflowsKept(call, repository, [path]) is { } workflows) return workflows;
        var old = Files.At(repository.Objects, parent.Tree, path);
        if (old is { Type: "tree" }) return Refusal.Unprocessable($"{path} is a directory");
        if (old is not null && sha is null) return Refusal.Shape("\"sha\" wasn't supplied.");
        if (sha is not null && old?.Sha != sha) return Refusal.Basic(409, $"{path} does not match {sha}");

        var files = Files.Of(repository.Objects, parent.Tree);
        files[path] = new FileAt(old?.Mode ?? "100644", repository.Objects.AddBlob(bytes));
        var who = MergeRoutes.Sign(call.User, call.State.Now);
        var commit = repository.Objects.AddCommit(Files.Fold(repository.Objects, files), [tip], who, who, message!); // required above
        repository.SetBranch(branch, commit.Sha, call.State.Now);
        call.Record("commit", repository, path, $"{commit.Sha} on {branch}");
        return new Answer(old is null ? 201 : 200, new JsonObject
        {
            ["content"] = Shape(call, repository, branch, path, new TreeEntry(path.Split('/')[^1], "100644", files[path].Sha)),
            ["commit"] = CommitShape.Git(call, repository, commit),
        });
    }

    private static JsonObject Shape(Call call, Repository repository, string at, string path, TreeEntry entry)
    {
        var escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        var url = $"{RepositoryShape.Url(call, repository)}/contents/{escaped}?ref={Uri.EscapeDataString(at)}";
        var file = entry.Type == "blob";
        var html = $"{RepositoryShape.Html(call, repository)}/{(file ? "blob" : "tree")}/{at}/{escaped}";
        var git = CommitShape.GitUrl(call, repository, file ? "blobs" : "trees", entry.Sha);
        return new JsonObject
        {
            ["name"] = path.Split('/')[^1],
            ["path"] = path,
            ["sha"] = entry.Sha,
            ["size"] = file ? repository.Objects.Blob(entry.Sha)?.Length ?? 0 : 0,
            ["url"] = url,
            ["html_url"] = html,
            ["git_url"] = git,
            ["download_url"] = file ? $"{call.Origin}/raw/{repository.FullName}/{at}/{escaped}" : null,
            ["type"] = file ? "file" : "dir",
            ["_links"] = new JsonObject { ["self"] = url, ["git"] = git, ["html"] = html },
        };
    }

    /// <summary>Base64 with a line break after every 60 characters, as GitHub sends it.</summary>
    public static string InLines(byte[] bytes)
    {
        var text = new StringBuilder();
        var encoded = Convert.ToBase64String(bytes);
        for (var at = 0; at < encoded.Length; at += 60) text.Append(encoded, at, Math.Min(60, encoded.Length - at)).Append('\n');
        return text.ToString();
    }

    public static byte[]? Decode(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
