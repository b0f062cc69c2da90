using System.Globalization;
using System.Text.Json;
using Countersign.Sandbox.GitHub.State;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.GitHub.Http;

/// <summary>One request, read whole, with who makes it.</summary>
internal sealed class Call
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public required GitHubState State { get; init; }

    public required string Method { get; init; }

    /// <summary>Path without the Enterprise prefix, still escaped.</summary>
    public required string Path { get; init; }

    public required IQueryCollection Query { get; init; }

    public required string Accept { get; init; }

    /// <summary>Origin as the client sees it, without a slash.</summary>
    public required string Origin { get; init; }

    /// <summary>Root of API addresses as the client sees it: the origin, with <c>/api/v3</c> where it came by that.</summary>
    public required string Api { get; init; }

    public required byte[] RawBody { get; init; }

    /// <summary>Whose token it is; null without one.</summary>
    public ProviderAccount? Caller { get; init; }

    /// <summary>The body once it was read as an object.</summary>
    public JsonElement Body { get; set; }

    /// <summary>Person that the world's records name.</summary>
    public string Person => Caller is null ? "" : State.World.People.ByGitHubId(Caller.Id)?.Name ?? Caller.Login;

    public Account User => Caller is { } caller ? GitHubState.Of(caller) : throw new InvalidOperationException("This route answers signed-in callers alone.");

    public string this[string name]
    {
        get => _values[name];
        set => _values[name] = value;
    }

    public bool Number(string name, out int number) =>
        int.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>Whether the Accept header names this custom media type: <c>diff</c>, <c>raw</c> …, old spelling or new.</summary>
    public bool Wants(string kind) => Accept.Split(',').Select(a => a.Split(';')[0].Trim()).Any(a =>
        a == $"application/vnd.github.{kind}" || a == $"application/vnd.github.{kind}+json" || a == $"application/vnd.github.v3.{kind}" || a == $"application/vnd.github.v3.{kind}+json");

    public string? Asked(string name) => Query.TryGetValue(name, out var value) && value.Count > 0 ? value[^1] : null;

    public void Record(string kind, Repository repository, string target, string detail) =>
        State.World.Effects.Record(kind, Person, repository.FullName, target, detail);
}
