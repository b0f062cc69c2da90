using Countersign.Vault;

namespace Countersign.Connectors.GitHub;

/// <summary>What a fault means for each phase. GitHub's own words are quoted as such, once, at the end.</summary>
internal static class Faults
{
    private const string Stopped = "It was stopped on the way out: it led to what the tool does not declare. Nothing was sent.";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    public static ToolOutcome OfRead(this GitHubFault fault, string what, ToolCall call, GitHubClient github) => fault.Kind switch
    {
        FaultKind.TokenRefused => new ToolOutcome.TokenRefused(),
        FaultKind.NotFound => new ToolOutcome.Failed(Absent(what), "not_found"),
        FaultKind.Permission => new ToolOutcome.Needs(Install(fault, call, github)),
        FaultKind.Limited => new ToolOutcome.Retry(fault.After),
        FaultKind.NotSent or FaultKind.Broken => new ToolOutcome.Retry(Soon),
        FaultKind.Moved => new ToolOutcome.Moved($"{what} is somewhere else now, and reads do not follow it there."),
        FaultKind.Stopped => new ToolOutcome.Failed(Stopped, "stopped"),
        _ => new ToolOutcome.Refused($"GitHub refused to show {what}.{Quote(fault)}", Code(fault)),
    };

    public static Resolution OfResolve(this GitHubFault fault, string what, ToolCall call, GitHubClient github) => fault.Kind switch
    {
        FaultKind.TokenRefused => new Resolution.TokenRefused(),
        FaultKind.NotFound => new Resolution.NotFound(Absent(what)),
        FaultKind.Permission => new Resolution.Needs(Install(fault, call, github)),
        FaultKind.Limited => new Resolution.Retry(fault.After),
        FaultKind.NotSent or FaultKind.Broken => new Resolution.Retry(Soon),
        FaultKind.Moved => new Resolution.Invalid($"{what} is somewhere else now: name it by where it is."),
        FaultKind.Stopped => new Resolution.Invalid(Stopped),
        _ => new Resolution.Invalid($"GitHub refused to show {what}.{Quote(fault)}"),
    };

    public static Look OfLook(this GitHubFault fault, string what, ToolCall call, GitHubClient github) => fault.Kind switch
    {
        FaultKind.TokenRefused => new Look.TokenRefused(),
        FaultKind.Permission => new Look.Unknown($"GitHub no longer lets the app see {what}.") { Remedy = Install(fault, call, github) },
        FaultKind.Limited => new Look.Unknown("GitHub's rate limit is used up.") { After = fault.After },
        FaultKind.NotSent or FaultKind.Broken => new Look.Unknown("GitHub gave no answer.") { After = Soon },
        _ => new Look.Unknown($"{what} can no longer be read.{Quote(fault)}"),
    };

    /// <summary>Of the request that makes the effect. A tool looks at the kinds that mean something of its own before it comes here.</summary>
    /// <param name="what">The target, which was read a moment ago: a 404 now is a missing permission.</param>
    public static ToolOutcome OfWrite(this GitHubFault fault, string what, ToolCall call, GitHubClient github) => fault.Kind switch
    {
        FaultKind.TokenRefused => new ToolOutcome.TokenRefused(),
        FaultKind.NotFound or FaultKind.Permission => new ToolOutcome.Needs(Install(fault, call, github)),
        FaultKind.Limited => new ToolOutcome.Retry(fault.After),
        FaultKind.NotSent => new ToolOutcome.Retry(Soon),
        FaultKind.Broken => new ToolOutcome.Unknown("GitHub gave no answer, so it may have happened or not."),
        FaultKind.Moved => new ToolOutcome.Moved($"{what} is somewhere else now. Nothing was done."),
        FaultKind.Conflict => new ToolOutcome.Moved($"{what} changed meanwhile. Nothing was done.{Quote(fault)}"),
        FaultKind.Stopped => new ToolOutcome.Failed(Stopped, "stopped"),
        _ => new ToolOutcome.Refused($"GitHub refused.{Quote(fault)}", Code(fault)),
    };

    /// <summary>Of a request before the one that makes the effect: nothing has happened yet, so no answer means to try again.</summary>
    public static ToolOutcome BeforeWrite(this GitHubFault fault, string what, ToolCall call, GitHubClient github) => fault.Kind switch
    {
        FaultKind.NotFound or FaultKind.Moved => new ToolOutcome.Moved($"{what} is no longer there to be acted on. Nothing was done."),
        FaultKind.Broken => new ToolOutcome.Retry(Soon),
        _ => fault.OfWrite(what, call, github),
    };

    public static string Quote(GitHubFault fault) => fault.Message.Length > 0 ? $" GitHub says: \"{fault.Message}\"" : "";

    public static Remedy Install(GitHubFault fault, ToolCall call, GitHubClient github)
    {
        var wanted = fault.Accepted ?? string.Join(", ", call.Authorized.Tool.Permissions);
        return new Remedy(
            RemedyKind.Install, call.Authorized.Connection.Value,
            $"The GitHub App may not do this there: it needs {(wanted.Length > 0 ? wanted : "access to the repository")}. "
            + "Install the app on the repository, or have its permissions accepted, then say that it is done.",
            github.InstallUrl);
    }

    private static string Absent(string what) => $"{what} does not exist, or the GitHub App is not installed where it is.";

    private static string Code(GitHubFault fault) => fault.Kind switch
    {
        FaultKind.NotAllowed => "not_allowed",
        FaultKind.Conflict => "conflict",
        _ => fault.Status switch { 410 => "gone", 422 => "invalid", 403 => "forbidden", 451 => "blocked", _ => "refused" },
    };
}
