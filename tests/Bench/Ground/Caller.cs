using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Countersign.Tests.Bench.Ground;

/// <summary>Somebody signed in, with GitHub linked and confirmed.</summary>
internal sealed class Caller(HttpClient http, string name, string subject, string principal, string token)
{
    private readonly AuthenticationHeaderValue _bearer = new("Bearer", token);

    public string Name { get; } = name;

    public string Subject { get; } = subject;

    public string Principal { get; } = principal;

    /// <summary>The control API's answer to making them, with what they sign in by.</summary>
    public required JsonElement Made { get; init; }

    /// <summary>A repository that they may read.</summary>
    public string Shop { get; set; } = "";

    /// <summary>The access token, which the bare client exchanges too.</summary>
    public string Token { get; } = token;

    /// <summary>An issue without comments: one request at GitHub.</summary>
    public const int Bare = 5;

    /// <summary>One with comments, which are a second request.</summary>
    public const int Discussed = 1;

    /// <summary>Reads one issue through the door. The body is read to its end and thrown away.</summary>
    /// <param name="door">Where instead of <c>POST /api/actions</c>.</param>
    public async Task ReadIssueAsync(int number, CancellationToken ct, string door = "api/actions")
    {
        var asked = $$"""{"arguments":{"repository":"{{Shop}}","number":{{number}}},"tool":"github.get_issue"}""";
        using var response = await SendAsync(HttpMethod.Post, door, asked, null, ct);
        var body = await response.Content.ReadAsByteArrayAsync(ct);
        if (response.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"A read was answered {(int)response.StatusCode}: {Encoding.UTF8.GetString(body)}");
    }

    public Task<JsonElement> UseAsync(string tool, string arguments, CancellationToken ct) =>
        JsonAsync(HttpMethod.Post, "api/actions", $$"""{"arguments":{{arguments}},"tool":"{{tool}}"}""", ct, Guid.NewGuid().ToString());

    public async Task<JsonElement> JsonAsync(HttpMethod method, string path, string? body, CancellationToken ct, string? key = null)
    {
        using var response = await SendAsync(method, path, body, key, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException($"{method} {path} was answered {(int)response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, string? key, CancellationToken ct)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = _bearer;
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return http.SendAsync(request, ct);
    }
}
