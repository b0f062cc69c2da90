using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Sandbox.GitHub.State;
using Countersign.Sandbox.World;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Sandbox.GitHub.Http;

/// <summary>Everything of an API request that is the same for all routes: who calls, which version, the limits, the faults, the headers.</summary>
internal sealed class GitHubServer(GitHubState state)
{
    private const string EnterprisePrefix = "/api/v3";

    private readonly GitHubFaults _faults = new(state.World);

    public RateLimits Limits { get; } = new(state.World.Time);

    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (string.IsNullOrWhiteSpace(request.Headers.UserAgent))
        {
            await RefuseWithoutAgentAsync(context).ConfigureAwait(false);
            return;
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        var (mark, caller) = WhoCalls(request);
        var call = MakeCall(request, body.ToArray(), caller);
        var version = request.Headers[ApiVersion.Header] is [{ } asked, ..] ? asked : ApiVersion.Default;
        var who = caller is null ? $"address {context.Connection.RemoteIpAddress}" : string.Create(CultureInfo.InvariantCulture, $"user ID {caller.Id}");

        var fault = await _faults.MeetAsync(call, context.RequestAborted).ConfigureAwait(false);
        if (fault.Late is { } wait)
        {
            context.Abort();
            _ = _faults.LaterAsync(wait, () => Run(call));
            return;
        }

        Answer answer;
        lock (state.Gate)
        {
            if (fault.Drained) Limits.Drain(who, caller is not null);
            if (fault.Answer is { } instead) answer = instead;
            else if (!ApiVersion.Supports(version)) answer = ApiVersion.Unsupported(version);
            else if (mark == Credentials.Bad) answer = Refusal.BadCredentials();
            else if (call.Path == "/rate_limit") answer = Shapes.LimitShape.Of(Limits.Look(who, caller is not null), caller is not null);
            else if (!Limits.Charge(who, caller is not null)) answer = GitHubFaults.Primary(403, who);
            else answer = Router.Dispatch(call);

            ApiVersion.Trim(answer.Json, version);
            answer = Unchanged(request, call, answer, who);
            WriteHeaders(context, answer, version, Limits.Look(who, caller is not null));
        }

        await WriteBodyAsync(context, answer).ConfigureAwait(false);
    }

    private Answer Run(Call call)
    {
        lock (state.Gate) return Router.Dispatch(call);
    }

    private Call MakeCall(HttpRequest request, byte[] body, ProviderAccount? caller)
    {
        var path = (request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? request.Path.Value ?? "/").Split('?', 2)[0];
        var enterprise = path == EnterprisePrefix || path.StartsWith(EnterprisePrefix + "/", StringComparison.Ordinal);
        var origin = $"{request.Scheme}://{request.Host}";
        return new Call
        {
            State = state,
            Method = HttpMethods.IsHead(request.Method) ? "GET" : request.Method,
            Path = enterprise ? path[EnterprisePrefix.Length..] : path,
            Query = request.Query,
            Accept = request.Headers.Accept.ToString(),
            Origin = origin,
            Api = enterprise ? origin + EnterprisePrefix : origin,
            RawBody = body,
            Caller = caller,
        };
    }

    private (Credentials Mark, ProviderAccount? Caller) WhoCalls(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Split(' ', 2) is not [var scheme, var text] || scheme.ToUpperInvariant() is not ("BEARER" or "TOKEN")) return (Credentials.None, null);
        var (found, token) = state.World.ProviderTokens.Look(text.Trim());
        return found == ProviderTokenState.Live && token is not null ? (Credentials.Good, token.Account) : (Credentials.Bad, null);
    }

    /// <summary>Answers 304 where the client has this very answer already, and charges nothing for it.</summary>
    private Answer Unchanged(HttpRequest request, Call call, Answer answer, string who)
    {
        if (call.Method != "GET" || answer.Status != 200) return answer;
        var content = answer.Raw ?? Encoding.UTF8.GetBytes(answer.Json?.ToJsonString() ?? "");
        var salt = Encoding.UTF8.GetBytes($"{call.Caller?.Id}|{call.Accept}|");
        var tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData([.. salt, .. content]))}\"";
        answer.Headers["ETag"] = tag;
        var asked = request.Headers.IfNoneMatch.SelectMany(v => (v ?? "").Split(',')).Select(v => v.Trim()).ToArray();
        var same = asked.Any(a => Strip(a) == Strip(tag) || a == "*");
        if (asked.Length == 0 && answer.LastModified is { } modified
            && DateTimeOffset.TryParse(request.Headers.IfModifiedSince, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since))
            same = modified <= since;
        if (!same) return answer;
        Limits.Refund(who, call.Caller is not null);
        return answer with { Status = 304, Json = null, Raw = null };
    }

    private static string Strip(string tag) => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;

    private static void WriteHeaders(HttpContext context, Answer answer, string version, (int Limit, int Used, DateTimeOffset Ends) left)
    {
        var headers = context.Response.Headers;
        context.Response.StatusCode = answer.Status;
        headers["X-GitHub-Request-Id"] = $"{RandomText.Hex(4).ToUpperInvariant()}:{RandomText.Hex(6).ToUpperInvariant()}:{RandomText.Hex(7).ToUpperInvariant()}";
        headers["X-GitHub-Media-Type"] = answer.MediaType;
        if (ApiVersion.Supports(version)) headers["X-GitHub-Api-Version-Selected"] = version;
        headers["x-ratelimit-limit"] = left.Limit.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-used"] = left.Used.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-remaining"] = (left.Limit - left.Used).ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-reset"] = left.Ends.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-resource"] = "core";
        headers.Vary = "Accept, Authorization, Cookie, X-GitHub-OTP,Accept-Encoding, Accept, X-Requested-With";
        headers.CacheControl = answer.Status is 200 or 304 ? "private, max-age=60, s-maxage=60" : "no-cache";
        if (answer.LastModified is { } modified) headers.LastModified = modified.ToString("R", CultureInfo.InvariantCulture);
        foreach (var (name, value) in answer.Headers) headers[name] = value;
    }

    private static async Task WriteBodyAsync(HttpContext context, Answer answer)
    {
        var content = answer.Raw ?? (answer.Json is null ? null : Encoding.UTF8.GetBytes(answer.Json.ToJsonString()));
        if (content is null) return;
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
    }

    private static Task RefuseWithoutAgentAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            "\r\nRequest forbidden by administrative rules. Please make sure your request has a User-Agent header "
            + "(https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required). Check https://developer.github.com for other possible causes.\r\n");
    }

    private enum Credentials
    {
        None,
        Bad,
        Good,
    }
}
