using System.Globalization;
using System.Text.Json.Nodes;
using Countersign.Sandbox.World;

namespace Countersign.Sandbox.GitHub.Http;

/// <summary>What a fault does to one request. Late: the line is cut and the effect made that much later. Drained: the hour's budget is gone.</summary>
internal readonly record struct Met(Answer? Answer, TimeSpan? Late, bool Drained);

/// <summary>The faults that concern GitHub: <c>github_delay</c>, <c>github_status</c>, <c>github_rate_limit</c>, <c>effect_late</c>.</summary>
internal sealed class GitHubFaults(SandboxWorld world)
{
    public static Answer Primary(int status, string who) => Refusal.Basic(status,
        $"API rate limit exceeded for {who}. If you reach out to GitHub Support for help, please include the request ID.",
        "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api");

    public async Task<Met> MeetAsync(Call call, CancellationToken cancellationToken)
    {
        var facts = Facts(call);
        if (world.Faults.Take("github_delay", facts, f => Concerns(f, call)) is { } delay)
            await Task.Delay(TimeSpan.FromMilliseconds(delay.Number("ms", 10_000)), world.Time, cancellationToken).ConfigureAwait(false);

        if (world.Faults.Take("effect_late", facts, f => call.Method != "GET" && Concerns(f, call)) is { } late)
            return new(null, TimeSpan.FromMilliseconds(late.Number("ms", 1_000)), false);
        if (world.Faults.Take("github_rate_limit", facts, f => Concerns(f, call)) is { } limit)
            return limit.Text("which") == "secondary" ? new(Secondary(limit), null, false)
                : new(Primary(limit.Number("status", 403), string.Create(CultureInfo.InvariantCulture, $"user ID {call.Caller?.Id}")), null, true);
        return world.Faults.Take("github_status", facts, f => Concerns(f, call)) is { } status ? new(Instead(status), null, false) : default;
    }

    public async Task LaterAsync(TimeSpan wait, Action effect)
    {
        await Task.Delay(wait, world.Time).ConfigureAwait(false);
        effect();
    }

    private static Answer Secondary(Fault fault)
    {
        var answer = Refusal.Basic(fault.Number("status", 403),
            "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.",
            "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits");
        if (fault.Text("retry_after") is { } seconds) answer.Headers["Retry-After"] = seconds;
        return answer;
    }

    private static Answer Instead(Fault fault)
    {
        var status = fault.Number("status", 502);
        var answer = Refusal.Basic(status, fault.Text("message") ?? (status >= 500 ? "Server Error" : "Not Found"));
        foreach (var (name, value) in fault.Arguments["headers"] as JsonObject ?? []) answer.Headers[name] = value?.ToString() ?? "";
        return answer;
    }

    private static Dictionary<string, string> Facts(Call call)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["method"] = call.Method, ["path"] = call.Path };
        if (call.Caller is not null) facts["person"] = call.Person;
        if (call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["repos", var owner, var name, ..]) facts["repository"] = $"{owner}/{name}";
        if (call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["repositories", var id, ..]
            && long.TryParse(id, CultureInfo.InvariantCulture, out var number) && call.State.RepositoryBy(number) is { } repository)
            facts["repository"] = repository.FullName;
        return facts;
    }

    private static bool Concerns(Fault fault, Call call) =>
        (fault.Text("method") is not { } method || string.Equals(method, call.Method, StringComparison.OrdinalIgnoreCase))
        && (fault.Text("path_prefix") is not { } prefix || call.Path.StartsWith(prefix, StringComparison.Ordinal))
        && (fault.Text("path_suffix") is not { } suffix || call.Path.EndsWith(suffix, StringComparison.Ordinal));
}
