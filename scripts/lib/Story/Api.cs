using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Countersign.Scripts.Story;

/// <summary>One answer: status, headers that matter, JSON where there was any.</summary>
public sealed record Reply(HttpStatusCode Status, JsonElement Json, Uri? Location, string? ContentType)
{
    public bool Ok => (int)Status is >= 200 and < 300;

    public string Text(string name) => Json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

/// <summary>JSON over HTTP with a bearer token: the app's doors, the tenant's My Account API, the sandbox's control API.</summary>
/// <param name="through">Sees every request and answer on the way; null for none.</param>
public sealed class Api(Uri origin, string? token, HttpMessageHandler? through = null) : IDisposable
{
    private readonly HttpClient _http = new(through ?? new SocketsHttpHandler()) { BaseAddress = origin, Timeout = TimeSpan.FromSeconds(100) };

    public string? Token { get; set; } = token;

    public Task<Reply> GetAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Get, path, null, null, ct);

    /// <param name="json">The body as JSON text; null for none.</param>
    public Task<Reply> PostAsync(string path, string? json, CancellationToken ct, string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, path, json, idempotencyKey, ct);

    public async Task<Reply> SendAsync(HttpMethod method, string path, string? json, string? idempotencyKey, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, path);
        if (Token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, ct);
        var body = await response.Content.ReadAsByteArrayAsync(ct);
        var type = response.Content.Headers.ContentType?.MediaType;
        var isJson = body.Length > 0 && type is not null && type.EndsWith("json", StringComparison.Ordinal);
        return new Reply(response.StatusCode, isJson ? JsonDocument.Parse(body).RootElement.Clone() : default, response.Headers.Location, type);
    }

    public async Task<string> TextAsync(string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (Token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var response = await _http.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(ct);
    }

    public void Dispose() => _http.Dispose();
}
