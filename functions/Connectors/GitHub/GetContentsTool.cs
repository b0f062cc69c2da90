using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Countersign.Connectors.GitHub;

public sealed record GetContents(
    [property: Description(GitHubArguments.Repository), RegularExpression(GitHubArguments.RepositoryForm)] string Repository,
    [property: Description("File or folder; empty for the root."), FilePath(OrRoot = true), StringLength(FilePathAttribute.MaxLength)] string Path = "",
    [property: Description("Branch, tag or commit; the default branch if null."), RefName, StringLength(RefNameAttribute.MaxLength)] string? Ref = null);

[OptionsValidator]
internal sealed partial class GetContentsValidator : IValidateOptions<GetContents>;

internal sealed class GetContentsTool(GitHubClient github) : ReadTool<GetContents>(
    GitHubArgumentsJson.Default.GetContents, new GetContentsValidator(),
    GitHubTool.Read("get_contents", "Read a text file from its start, or list a folder.", ["contents=read"],
        "GET repositories/{id}/contents", "GET repositories/{id}/contents/{*path}"))
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    protected override async Task<ToolOutcome> ReadAsync(ToolCall call, GetContents arguments, CancellationToken ct)
    {
        var session = github.For(call);
        var what = $"{arguments.Repository}:{arguments.Path}";
        if (!(await session.RepositoryAsync(arguments.Repository, ct)).Is(out var repository, out var fault))
            return fault.OfRead(arguments.Repository, call, github);
        GitHubPath path = $"repositories/{repository.Id}/contents";
        if (arguments.Path.Length > 0) path = path.And($"/{arguments.Path:path}");
        if (arguments.Ref is { } at) path = path.And($"?ref={at}");
        if (!(await session.GetAsync(path, GitHubWireJson.Default.ContentsWire, ct)).Is(out var contents, out fault))
            return fault.OfRead(what, call, github);
        var source = $"github:{repository.FullName}:{arguments.Path}";
        try
        {
            return contents.Value.ValueKind == JsonValueKind.Array
                ? GitHubTool.Done(Folder(repository, arguments, contents.Value), null, source)
                : File(repository, arguments, contents.Value, source);
        }
        catch (JsonException)
        {
            return new ToolOutcome.Failed($"GitHub's answer for {what} cannot be read.", "unreadable");
        }
    }

    private static JsonObject Folder(RepositoryWire repository, GetContents arguments, JsonElement entries) => new()
    {
        ["repository"] = repository.FullName,
        ["path"] = arguments.Path,
        ["items"] = new JsonArray([.. entries.Deserialize(GitHubWireJson.Default.IReadOnlyListContentWire)!.Select(e => // an array is no null
            (JsonNode)new JsonObject { ["path"] = e.Path, ["type"] = e.Type, ["size"] = e.Size })]),
    };

    private static ToolOutcome.Done File(RepositoryWire repository, GetContents arguments, JsonElement element, string source)
    {
        var file = element.Deserialize(GitHubWireJson.Default.ContentWire)!; // an object is no null
        var result = new JsonObject
        {
            ["repository"] = repository.FullName,
            ["path"] = file.Path,
            ["ref"] = arguments.Ref ?? repository.DefaultBranch,
            ["type"] = file.Type,
            ["size"] = file.Size,
            ["sha"] = file.Sha,
            ["content"] = Text(file),
        };
        if (result["content"] is null) result["not_shown"] = "Not a text file, or larger than 1 MB.";
        return GitHubTool.Done(result, file.HtmlUrl, source);
    }

    private static string? Text(ContentWire file)
    {
        if (file is not { Type: "file", Encoding: "base64", Content: { } content }) return null;
        try
        {
            var text = Strict.GetString(Convert.FromBase64String(content));
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }
}
