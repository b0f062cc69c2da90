using System.Text.Json.Nodes;

namespace Countersign.Http;

/// <summary>An error as a person reads it (RFC 9457). Every type is described in docs/problems.md.</summary>
/// <param name="Type">Stable, beginning with <c>/problems/</c>; clients may branch on it.</param>
/// <param name="Title">What went wrong, the same for every problem of the type.</param>
/// <param name="Detail">What to do now. Names, ids and settings; never a token, a body or an argument's value.</param>
public sealed record Problem(int Status, string Type, string Title, string Detail)
{
    /// <summary>Further members, in camelCase.</summary>
    public JsonObject? More { get; init; }

    /// <summary>Leads to what it concerns, such as <c>/api/actions/act_…</c>.</summary>
    public string? Instance { get; init; }

    /// <summary>Sent as <c>Retry-After</c> in whole seconds, rounded up.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Sent as <c>WWW-Authenticate</c>.</summary>
    public string? Challenge { get; init; }

    /// <summary>Sent as <c>Allow</c>.</summary>
    public string? Allow { get; init; }

    public Microsoft.AspNetCore.Http.IResult ToResult() => new ProblemResult(this);

    /// <summary>The body.</summary>
    internal JsonObject ToJson()
    {
        var json = new JsonObject { ["type"] = Type, ["title"] = Title, ["status"] = Status, ["detail"] = Detail };
        if (Instance is not null) json["instance"] = Instance;
        foreach (var (name, value) in More ?? []) json[name] = value?.DeepClone();
        return json;
    }
}
