using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Connectors.GitHub;

/// <summary>Resolved targets as they are stored in actions and digested: these names are a stored format.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(NewIssueTarget)), JsonSerializable(typeof(IssueTarget)), JsonSerializable(typeof(MergeTarget)), JsonSerializable(typeof(CommitTarget))]
internal sealed partial class GitHubTargetsJson : JsonSerializerContext;
