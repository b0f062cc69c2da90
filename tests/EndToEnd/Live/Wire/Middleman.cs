using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Countersign.Tests.EndToEnd.Live.Wire;

/// <summary>
/// Stands between the app and the tenant, and between the app and GitHub, where no TLS keeps it out: passes everything on as it is, but for what a test
/// tells it to alter.
/// </summary>
public sealed class Middleman : IAsyncDisposable
{
    private static readonly string[] OfOneLine = ["Host", "Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Accept-Encoding", "Expect"];

    private readonly List<WebApplication> _apps = [];
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly Dictionary<string, Uri> _parties = [];

    /// <summary>Whose a request id or a provider's token is, by the tenant's user id.</summary>
    private readonly ConcurrentDictionary<string, string> _whose = new(StringComparer.Ordinal);

    private volatile Alteration[] _alterations = [];

    private Middleman()
    {
    }

    /// <summary>Its origins, by which the app knows the two parties.</summary>
    public string Tenant { get; private set; } = "";

    public string GitHub { get; private set; } = "";

    public static async Task<Middleman> StartAsync()
    {
        var middleman = new Middleman();
        middleman.Tenant = await middleman.ListenAsync("tenant");
        middleman.GitHub = await middleman.ListenAsync("github");
        return middleman;
    }

    /// <summary>Where it passes on to.</summary>
    public void Between(Uri tenant, Uri github) => (_parties["tenant"], _parties["github"]) = (tenant, github);

    /// <param name="when">Which of what passes is altered.</param>
    /// <param name="request">Alters the request before the party has it.</param>
    /// <param name="answer">Alters the answer before the app has it.</param>
    public Alteration Alter(Func<Passing, bool> when, Func<Passing, Task>? request = null, Func<Passing, Task>? answer = null)
    {
        var made = new Alteration(when, request, answer);
        lock (_apps) _alterations = [.. _alterations, made];
        return made;
    }

    public void Forget(Alteration alteration)
    {
        lock (_apps) _alterations = [.. _alterations.Where(one => one != alteration)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in _apps) await app.DisposeAsync();
        _http.Dispose();
    }

    private async Task<string> ListenAsync(string party)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(context => PassAsync(party, context));
        await app.StartAsync();
        _apps.Add(app);
        return app.Urls.First();
    }

    private async Task PassAsync(string party, HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var passing = new Passing
        {
            Party = party, Method = context.Request.Method, Path = context.Request.GetEncodedPathAndQuery(), Body = await reader.ReadToEndAsync(),
            Bearer = context.Request.Headers.Authorization.ToString() is { Length: > 7 } bearer ? bearer[7..] : null,
        };
        passing.Person = WhoseIs(passing);
        var alterations = _alterations.Where(one => one.When(passing)).ToList();
        foreach (var one in alterations) await one.RequestAsync(passing);
        using var request = RequestOf(context.Request, passing);
        using var response = await _http.SendAsync(request, context.RequestAborted);
        (passing.Status, passing.Answer) = ((int)response.StatusCode, await response.Content.ReadAsStringAsync(context.RequestAborted));
        Note(passing);
        foreach (var one in alterations) await one.AnswerAsync(passing);
        Note(passing);
        context.Response.StatusCode = passing.Status;
        foreach (var header in response.Headers.Concat(response.Content.Headers).Where(header => !OfOneLine.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
            context.Response.Headers[header.Key] = header.Value.ToArray();
        if (passing.Status is not (204 or 304)) await context.Response.WriteAsync(passing.Answer, Encoding.UTF8, context.RequestAborted);
    }

    private HttpRequestMessage RequestOf(HttpRequest from, Passing passing)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(passing.Method), new Uri(_parties[passing.Party], passing.Path));
        if (passing.Body.Length > 0) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(passing.Body));
        foreach (var (name, value) in from.Headers)
        {
            if (OfOneLine.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            var text = name == "Authorization" ? $"Bearer {passing.Bearer}" : value.ToString();
            if (!request.Headers.TryAddWithoutValidation(name, text)) request.Content?.Headers.TryAddWithoutValidation(name, text);
        }

        return request;
    }

    private string? WhoseIs(Passing passing)
    {
        if (passing.Party == "github") return passing.Bearer is { } token ? _whose.GetValueOrDefault(token) : null;
        if (passing.Form("login_hint") is { Length: > 0 } hint) return JsonNode.Parse(hint)!["sub"]!.ToString();
        if (passing.Form("subject_token") is { Length: > 0 } subject) return Passing.ClaimsOf(subject)["sub"]!.ToString();
        return _whose.GetValueOrDefault(passing.Form("auth_req_id"));
    }

    private void Note(Passing passing)
    {
        if (passing.Person is not { } person || passing.Party != "tenant") return;
        foreach (var name in (string[])["auth_req_id", "access_token"])
            if (passing.Told(name) is { Length: > 0 } text) _whose.TryAdd(text, person);
    }
}
