using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.Git;
using Countersign.Sandbox.GitHub.Http;
using Countersign.Sandbox.GitHub.Shapes;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Routes;

/// <summary>Git's own objects: blobs, trees, commits. The same input gives the same name, so a second try makes nothing new.</summary>
internal static class GitDataRoutes
{
    public static IEnumerable<ApiRoute> All =>
    [
        ApiRoute.Write("POST", "git/blobs", "contents", Level.Write, MakeBlob),
        ApiRoute.Read("git/blobs/{sha}", "contents", GetBlob),
        ApiRoute.Write("POST", "git/trees", "contents", Level.Write, MakeTree),
        ApiRoute.Read("git/trees/{sha}", "contents", GetTree),
        ApiRoute.Write("POST", "git/commits", "contents", Level.Write, MakeCommit),
        ApiRoute.Read("git/commits/{sha}", "contents", GetCommit),
    ];

    private static Answer MakeBlob(Call call, Repository repository)
    {
        if (repository.Refs.Count == 0) return Refusal.Empty();
        var (content, badContent) = call.Text("content", required: true);
        var (encoding, badEncoding) = call.Text("encoding");
        if ((badContent ?? badEncoding) is { } refused) return refused;
        var bytes = (encoding ?? "utf-8") switch
        {
            "utf-8" => Encoding.UTF8.GetBytes(content!), // required above
            "base64" => ContentRoutes.Decode(content!),
            _ => null,
        };
        if (bytes is null) return Refusal.Unprocessable(encoding == "base64" ? "content is not valid Base64." : $"Unsupported encoding: {encoding}");
        var sha = repository.Objects.AddBlob(bytes);
        var url = CommitShape.GitUrl(call, repository, "blobs", sha);
        return Answer.Created(new JsonObject { ["sha"] = sha, ["url"] = url }, url);
    }

    private static Answer GetBlob(Call call, Repository repository)
    {
        if (repository.Objects.Blob(call["sha"]) is not { } bytes) return Refusal.NotFound();
        if (call.Wants("raw")) return Answer.Bytes("raw", bytes);
        return Answer.Ok(new JsonObject
        {
            ["sha"] = call["sha"],
            ["node_id"] = "B_" + call["sha"],
            ["size"] = bytes.Length,
            ["url"] = CommitShape.GitUrl(call, repository, "blobs", call["sha"]),
            ["content"] = ContentRoutes.InLines(bytes),
            ["encoding"] = "base64",
        });
    }

    private static Answer GetTree(Call call, Repository repository)
    {
        var sha = repository.Resolve(call["sha"])?.Tree ?? call["sha"];
        return repository.Objects.Tree(sha) is null ? Refusal.NotFound() : Answer.Ok(Shape(call, repository, sha, call.Asked("recursive") is not null));
    }

    private static Answer MakeTree(Call call, Repository repository)
    {
        if (repository.Refs.Count == 0) return Refusal.Empty();
        if (call.Body.Field("tree") is not { } tree) return Refusal.Missing("tree");
        if (tree.ValueKind != JsonValueKind.Array) return Refusal.Shape("For 'properties/tree', it is not an array.");
        var (floor, badFloor) = call.Text("base_tree");
        if (badFloor is not null) return badFloor;
        SortedDictionary<string, FileAt> files = new(StringComparer.Ordinal);
        if (floor is not null)
        {
            var root = repository.Objects.Commit(floor)?.Tree ?? floor;
            if (repository.Objects.Tree(root) is null) return Refusal.Unprocessable("base_tree is not a valid tree oid");
            files = Files.Of(repository.Objects, root);
        }

        if (tree.GetArrayLength() == 0) return Refusal.Unprocessable("Invalid tree info");
        foreach (var entry in tree.EnumerateArray())
        {
            if (Put(repository, files, entry) is { } refused) return refused;
        }

        var sha = Files.Fold(repository.Objects, files);
        return Answer.Created(Shape(call, repository, sha, recursive: false), CommitShape.GitUrl(call, repository, "trees", sha));
    }

    private static Answer? Put(Repository repository, SortedDictionary<string, FileAt> files, JsonElement entry)
    {
        var path = entry.Field("path") is { ValueKind: JsonValueKind.String } p ? p.GetString() ?? "" : "";
        if (path.Length == 0 || path.StartsWith('/') || path.Split('/').Any(part => part is "" or "." or ".." or ".git"))
            return Refusal.Unprocessable("tree.path contains a malformed path component");
        var mode = entry.Field("mode") is { ValueKind: JsonValueKind.String } m ? m.GetString() : null;
        if (mode is not ("100644" or "100755" or "040000" or "160000" or "120000")) return Refusal.Unprocessable("Must supply a valid tree.mode");
        var type = entry.Field("type") is { ValueKind: JsonValueKind.String } t ? t.GetString() : null;
        if (type is not (null or "blob" or "tree" or "commit")) return Refusal.Unprocessable("Must supply a valid tree.type");

        if (entry.TryGetProperty("sha", out var named) && named.ValueKind == JsonValueKind.Null)
        {
            string[] gone = [.. files.Keys.Where(f => f == path || f.StartsWith(path + "/", StringComparison.Ordinal))];
            if (gone.Length == 0) return Refusal.Unprocessable("GitRPC::BadObjectState");
            foreach (var file in gone) files.Remove(file);
            return null;
        }

        var content = entry.Field("content");
        var sha = named.ValueKind == JsonValueKind.String ? named.GetString() : null;
        if (sha is not null && content is not null) return Refusal.Unprocessable("Must supply either tree.sha or tree.content, not both");
        if (content is { ValueKind: JsonValueKind.String }) sha = repository.Objects.AddText(content.Value.GetString() ?? "");
        if (sha is null) return Refusal.Unprocessable("Must supply either tree.sha or tree.content");
        foreach (var below in files.Keys.Where(f => f.StartsWith(path + "/", StringComparison.Ordinal)).ToArray()) files.Remove(below);
        if (mode == "040000")
        {
            if (repository.Objects.Tree(sha) is null) return Refusal.Unprocessable($"tree.sha {sha} is not a valid tree");
            foreach (var (inner, file) in Files.Of(repository.Objects, sha)) files[$"{path}/{inner}"] = file;
            return null;
        }

        if (mode != "160000" && repository.Objects.Blob(sha) is null) return Refusal.Unprocessable($"tree.sha {sha} is not a valid blob");
        files[path] = new FileAt(mode, sha);
        return null;
    }

    private static Answer GetCommit(Call call, Repository repository) => repository.Objects.Commit(call["sha"]) is { } commit
        ? Answer.Ok(CommitShape.Git(call, repository, commit)) with { LastModified = commit.Committer.Date }
        : Refusal.NotFound();

    private static Answer MakeCommit(Call call, Repository repository)
    {
        var (message, badMessage) = call.Text("message", required: true);
        var (tree, badTree) = call.Text("tree", required: true);
        var (parents, badParents) = call.Names("parents");
        if ((badMessage ?? badTree ?? badParents) is { } refused) return refused;
        if (repository.Objects.Tree(tree!) is null) return Refusal.Unprocessable("Tree SHA does not exist"); // required above
        if ((parents ?? []).Find(p => repository.Objects.Commit(p) is null) is not null) return Refusal.Unprocessable("Parent SHA does not exist or is not a commit object");
        var fallback = MergeRoutes.Sign(call.User, call.State.Now);
        if (!Who(call.Body.Field("author"), fallback, out var author)) return Refusal.Shape("For 'properties/author', it is not a valid signature.");
        if (!Who(call.Body.Field("committer"), author, out var committer)) return Refusal.Shape("For 'properties/committer', it is not a valid signature.");

        var before = repository.Objects.Commits;
        var commit = repository.Objects.AddCommit(tree!, parents ?? [], author, committer, message!); // required above
        if (repository.Objects.Commits > before) call.Record("commit", repository, commit.Sha, commit.Message.Split('\n')[0]);
        return Answer.Created(CommitShape.Git(call, repository, commit), CommitShape.GitUrl(call, repository, "commits", commit.Sha));
    }

    private static bool Who(JsonElement? given, Signature fallback, out Signature signature)
    {
        signature = fallback;
        if (given is not { } value) return true;
        var (name, email) = (value.Field("name")?.GetString(), value.Field("email")?.GetString());
        if (name is null || email is null) return false;
        var date = fallback.Date;
        if (value.Field("date") is { } text && !DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date)) return false;
        signature = new Signature(name, email, date);
        return true;
    }

    private static JsonObject Shape(Call call, Repository repository, string sha, bool recursive)
    {
        var entries = new JsonArray();
        List(call, repository, sha, "", recursive, entries);
        return new JsonObject
        {
            ["sha"] = sha,
            ["url"] = CommitShape.GitUrl(call, repository, "trees", sha),
            ["tree"] = entries,
            ["truncated"] = false,
        };
    }

    private static void List(Call call, Repository repository, string sha, string prefix, bool recursive, JsonArray into)
    {
        foreach (var entry in repository.Objects.Tree(sha) ?? [])
        {
            var shape = new JsonObject
            {
                ["path"] = prefix + entry.Name,
                ["mode"] = entry.Mode,
                ["type"] = entry.Type,
                ["sha"] = entry.Sha,
            };
            if (entry.Type == "blob") shape["size"] = repository.Objects.Blob(entry.Sha)?.Length ?? 0;
            shape["url"] = CommitShape.GitUrl(call, repository, entry.Type + "s", entry.Sha);
            into.Add(shape);
            if (recursive && entry.Type == "tree") List(call, repository, entry.Sha, $"{prefix}{entry.Name}/", recursive, into);
        }
    }
}
