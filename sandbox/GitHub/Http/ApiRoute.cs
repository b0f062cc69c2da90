using Countersign.Sandbox.GitHub.State;

namespace Countersign.Sandbox.GitHub.Http;

/// <summary>One line of GitHub's API: method, template, what the app must have been granted, and who answers.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Template">Path with <c>{names}</c>; <c>{*name}</c> takes the rest.</param>
/// <param name="Needs">Permission sets, any one of which is enough; none for routes that any token may call.</param>
/// <param name="Role">Role that the person must have in the repository.</param>
/// <param name="Handle">Answers, for routes below a repository with the repository.</param>
internal sealed record ApiRoute(string Method, string Template, Permission[][] Needs, Level Role, Func<Call, Repository?, Answer> Handle)
{
    private readonly string[] _parts = Template.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether it changes something at GitHub.</summary>
    public bool Writes => Method is not "GET";

    /// <summary>Text of the permission header: comma is and, semicolon is or.</summary>
    public string Accepted => string.Join("; ", Needs.Select(set => string.Join(',', set.Select(p => p.ToString()))));

    public static ApiRoute Plain(string method, string template, Func<Call, Answer> handle) =>
        new(method, template, [], Level.None, (call, _) => handle(call));

    public static ApiRoute On(string method, string template, Level role, Permission[][] needs, Func<Call, Repository, Answer> handle) =>
        new(method, template, needs, role, (call, repository) => handle(call, repository ?? throw new InvalidOperationException("No repository was found for the route.")));

    public static ApiRoute Read(string template, string permission, Func<Call, Repository, Answer> handle) =>
        On("GET", template, Level.Read, [[Permission.Reads(permission)]], handle);

    public static ApiRoute Write(string method, string template, string permission, Level role, Func<Call, Repository, Answer> handle) =>
        On(method, template, role, [[Permission.Writes(permission)]], handle);

    /// <summary>Binds the rest of a path to the names in the template; false when it is another route's.</summary>
    public bool Takes(string[] parts, Dictionary<string, string> values)
    {
        values.Clear();
        for (var i = 0; i < _parts.Length; i++)
        {
            var part = _parts[i];
            if (part.StartsWith("{*", StringComparison.Ordinal))
            {
                values[part[2..^1]] = string.Join('/', parts[i..].Select(Uri.UnescapeDataString));
                return parts.Length > i || Template.EndsWith("contents/{*path}", StringComparison.Ordinal);
            }

            if (i >= parts.Length) return false;
            if (part.StartsWith('{')) values[part[1..^1]] = Uri.UnescapeDataString(parts[i]);
            else if (part != parts[i]) return false;
        }

        return parts.Length == _parts.Length;
    }
}
