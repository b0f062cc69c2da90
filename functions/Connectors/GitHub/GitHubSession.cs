using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Countersign.Egress;
using Countersign.Vault;

namespace Countersign.Connectors.GitHub;

/// <summary>
/// GitHub's REST API for one authorized call: one token, the requests that its tool declares, one end. Retries nothing; what went wrong is a
/// <see cref="GitHubFault"/>.
/// </summary>
internal sealed class GitHubSession(
    HttpClient http, ProviderToken token, IReadOnlyList<RequestTemplate> allowed, DateTimeOffset sendBefore, TimeProvider time)
{
    private const string Json = "application/vnd.github+json";

    /// <summary>Pinned: an answer's members are those of this version.</summary>
    private const string ApiVersion = "2022-11-28";

    public async Task<Answer<T>> GetAsync<T>(GitHubPath path, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        var sent = await ReadAsync(path, Json, ct);
        return sent.Fault is { } fault ? new(null, fault) : Parsed(sent, type);
    }

    /// <summary>The answer in a media type of its own: <c>application/vnd.github.diff</c>.</summary>
    public async Task<Answer<string>> GetTextAsync(GitHubPath path, string accept, CancellationToken ct)
    {
        var sent = await ReadAsync(path, accept, ct);
        return sent.Fault is { } fault ? new(null, fault) : new(System.Text.Encoding.UTF8.GetString(sent.Body), null);
    }

    /// <summary>A write. Once it is on its way the caller's cancellation is not honoured: what happened has to be learned.</summary>
    public async Task<Answer<T>> SendAsync<TBody, T>(
        HttpMethod method, GitHubPath path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        ct.ThrowIfCancellationRequested();
        var sent = await SendAsync(method, path.Value, Json, JsonSerializer.SerializeToUtf8Bytes(body, bodyType), CancellationToken.None);
        if (sent.Fault is { } fault) return new(null, fault);
        return sent.Location is not null ? new(null, new(FaultKind.Moved, (int)sent.Status)) : Parsed(sent, type);
    }

    private async Task<Sent> ReadAsync(GitHubPath path, string accept, CancellationToken ct)
    {
        var sent = await SendAsync(HttpMethod.Get, path.Value, accept, null, ct);
        if (sent.Location is null) return sent;
        if (Redirects.Follow(http.BaseAddress, path, sent.Location) is not { } next) return sent with { Fault = new(FaultKind.Moved, (int)sent.Status) };
        sent = await SendAsync(HttpMethod.Get, next, accept, null, ct);
        return sent.Location is null ? sent : sent with { Fault = new(FaultKind.Moved, (int)sent.Status) };
    }

    private static Answer<T> Parsed<T>(Sent sent, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(sent.Body, type) is { } value && IsWhole(value)
                ? new(value, null, sent.Next)
                : new(null, new(FaultKind.Broken, (int)sent.Status));
        }
        catch (JsonException)
        {
            return new(null, new(FaultKind.Broken, (int)sent.Status));
        }
    }

    private static bool IsWhole(object? value) => value switch
    {
        null => false,
        IEnumerable<object?> list => list.All(IsWhole),
        ILists holder => holder.Lists.All(list => list is null || IsWhole(list)),
        _ => true,
    };

    private async Task<Sent> SendAsync(HttpMethod method, string path, string accept, byte[]? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = token.ToHeader();
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.Add("X-GitHub-Api-Version", ApiVersion);
        new EgressPolicy(allowed, sendBefore).ApplyTo(request);
        if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json", "utf-8") } };
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, ct);
            var bytes = await response.Content.ReadAsByteArrayAsync(ct);
            if (response.IsSuccessStatusCode) return new(response.StatusCode, bytes, null, Next: HasNext(response));
            return response.StatusCode is >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest && response.Headers.Location is { } location
                ? new(response.StatusCode, bytes, null, Location: location)
                : new(response.StatusCode, bytes, Refusals.Read(response, bytes, time.GetUtcNow()));
        }
        catch (EgressStoppedException e)
        {
            return new(0, [], new(e.Code == "too_late" ? FaultKind.NotSent : FaultKind.Stopped));
        }
        catch (HttpRequestException e)
        {
            return new(0, [], new(Unsent(e) ? FaultKind.NotSent : FaultKind.Broken));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(0, [], new(FaultKind.Broken));
        }
    }

    private static bool Unsent(HttpRequestException e) => e.HttpRequestError is
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    private static bool HasNext(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out var links) && links.Any(l => l.Contains("rel=\"next\"", StringComparison.Ordinal));

    private readonly record struct Sent(HttpStatusCode Status, byte[] Body, GitHubFault? Fault, Uri? Location = null, bool Next = false);
}
