using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Control;

/// <summary>The body of a control request, with the repository it names.</summary>
internal sealed class Order(JsonObject body, GitHubState state)
{
    public static async Task<IResult> RunAsync(HttpContext context, GitHubState state, Func<Order, IResult> act)
    {
        JsonObject? body;
        try
        {
            body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false) as JsonObject;
        }
        catch (JsonException)
        {
            body = null;
        }

        if (body is null) return Bad("The body must be a JSON object.");
        lock (state.Gate) return act(new Order(body, state));
    }

    public static IResult Bad(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "That cannot be done");

    public static IResult Json(JsonNode json) => Results.Text(json.ToJsonString(), "application/json");

    public string? Text(string name) => body[name] is JsonValue value ? value.ToString() : null;

    public int Number(string name) => int.TryParse(Text(name), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;

    public bool Flag(string name, bool otherwise) => bool.TryParse(Text(name), out var flag) ? flag : otherwise;

    public JsonNode? Node(string name) => body[name];

    public IEnumerable<string> List(string name) => (body[name] as JsonArray)?.Select(n => n?.ToString() ?? "") ?? [];

    /// <summary>The account that a person's name or a login names.</summary>
    public Account? Account(string name) => Text(name) is not { } text ? null
        : state.World.People.ByName(text) is { } person ? GitHubState.Of(person.GitHub) : state.AccountBy(text);

    /// <summary>Runs on the named repository; says so when there is none.</summary>
    public IResult On(Func<Repository, IResult> act, string name = "repository") =>
        Text(name)?.Split('/', 2) is [var owner, var repo] && state.RepositoryBy(owner, repo) is { } repository
            ? act(repository)
            : Bad($"There is no repository {Text(name)}.");

    public IResult OnPull(Func<Repository, PullRequest, IResult> act) =>
        On(repository => repository.Pull(Number("pull")) is { } pull ? act(repository, pull) : Bad($"There is no pull request {Number("pull")}."));
}
