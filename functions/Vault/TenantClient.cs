using System.Globalization;
using System.Net;
using System.Text.Json;
using Countersign.Egress;
using Microsoft.Extensions.Options;

namespace Countersign.Vault;

/// <summary>
/// The tenant's form endpoints (<c>/oauth/token</c>, <c>/bc-authorize</c>), one attempt a call. It never retries: who calls knows whether a second
/// attempt is safe. A new credential is made for every attempt.
/// </summary>
public sealed class TenantClient(EgressClients egress, IOptions<VaultOptions> options, TimeProvider time)
{
    public const string Origin = "tenant";

    /// <summary>No answer of these endpoints is longer.</summary>
    public const int LongestAnswer = 256 * 1024;

    /// <summary>The longest that one attempt takes; a lease is longer.</summary>
    public TimeSpan AnswerWithin { get; } = TimeSpan.FromSeconds(options.Value.AnswerWithin);

    /// <param name="path">Relative to the tenant's origin: <c>oauth/token</c>.</param>
    public async Task<TenantAnswer> PostAsync(
        string path, ConfidentialClient client, IEnumerable<KeyValuePair<string, string>> form, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(client.Credential().Concat(form)) };
        return await SendAsync(request, ct) is var answer && answer is TenantAnswer.Ok { Body.ValueKind: not JsonValueKind.Object }
            ? new TenantAnswer.Silence(Sent: true)
            : answer;
    }

    internal async Task<TenantAnswer> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var http = egress.Create(Origin);
        using var deadline = new CancellationTokenSource(AnswerWithin, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var body = await ReadAsync(response, both.Token);
            return Answer(response, body);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new TenantAnswer.Silence(Sent: true);
        }
        catch (HttpRequestException e)
        {
            return new TenantAnswer.Silence(Sent: e.HttpRequestError is not (
                HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError));
        }
        catch (IOException)
        {
            return new TenantAnswer.Silence(Sent: true);
        }
    }

    private TenantAnswer Answer(HttpResponseMessage response, JsonElement? body)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
            return body is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } ok ? new TenantAnswer.Ok(ok) : new TenantAnswer.Silence(Sent: true);

        var wait = RetryAfter(response, body);
        var code = status switch
        {
            _ when Text(body, "error") is { Length: > 0 } error && status < 500 => error,
            (int)HttpStatusCode.TooManyRequests => "too_many_requests",
            >= 500 => "server_error",
            _ => "unexpected_status",
        };
        // A limit is a limit whatever it is called; slow_down alone has a meaning of its own.
        if (status == (int)HttpStatusCode.TooManyRequests && code != "slow_down") code = "too_many_requests";
        return new TenantAnswer.Error(status, code, Text(body, "error_description") ?? Text(body, "message") ?? "", wait);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response, JsonElement? body)
    {
        var header = response.Headers.RetryAfter;
        TimeSpan? wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        if (wait is null && body is { ValueKind: JsonValueKind.Object } members && TenantAnswer.Number(members, "interval") is { } seconds) wait = TimeSpan.FromSeconds(seconds);
        if (wait is null && response.StatusCode == HttpStatusCode.TooManyRequests && response.Headers.TryGetValues("x-ratelimit-reset", out var resets)
            && long.TryParse(resets.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var reset) && reset < 253402300800)
            wait = DateTimeOffset.FromUnixTimeSeconds(reset) - time.GetUtcNow();
        return wait is { } found && found > TimeSpan.Zero ? found : null;
    }

    private static string? Text(JsonElement? body, string name) =>
        body is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    /// <summary>Null where the body is no JSON: an error page of something in between.</summary>
    private static async Task<JsonElement?> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var body = await response.Content.ReadAsByteArrayAsync(ct); // bounded on the way out
        try
        {
            using var document = JsonDocument.Parse(body);
            return IsText(document.RootElement) ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>False where a string holds half a surrogate pair: JSON by its grammar, and no text.</summary>
    private static bool IsText(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString() is not null,
                JsonValueKind.Array => element.EnumerateArray().All(IsText),
                JsonValueKind.Object => element.EnumerateObject().All(member => member.Name is not null && IsText(member.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
