using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Connectors;
using Countersign.Connectors.GitHub;
using Countersign.Egress;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Countersign.Tests.Workflows.GitHub;

/// <summary>
/// Stands before the sandbox's GitHub and tries to lead the tools astray: its answers carry foreign addresses, or are redirects. It writes down every
/// request it gets; a second listener writes down what gets there, which is where nothing may go.
/// </summary>
internal sealed partial class HostileGitHub : IAsyncDisposable
{
    private readonly HttpClient _behind = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly ConcurrentQueue<(string Method, string Path)> _seen = new();
    private readonly ConcurrentQueue<string> _elsewhere = new();
    private readonly LoopbackServer _front;
    private readonly LoopbackServer _other;
    private readonly EgressClients _egress;

    private HostileGitHub(LoopbackServer front, LoopbackServer other, LiveGitHub github)
    {
        (_front, _other) = (front, other);
        (Origin, ElsewhereOrigin) = (front.Origin, other.Origin);
        _behind.BaseAddress = github.Origin;
        var options = new EgressOptions();
        options.PrivateOrigins.Add(Origin.GetLeftPart(UriPartial.Authority));
        options.PrivateOrigins.Add(ElsewhereOrigin.GetLeftPart(UriPartial.Authority));
        _egress = new EgressClients(
            [new EgressClient(GitHubClient.Client, _ => new EgressClientOptions { BaseAddress = Origin })], new ServiceCollection().BuildServiceProvider(),
            Options.Create(options), github.Time, NullLogger<EgressClients>.Instance);
        Client = new GitHubClient(_egress, Options.Create(new GitHubOptions()), github.Time);
        Tools = new ToolCatalog(new ServiceCollection().AddGitHub().AddSingleton(Client).BuildServiceProvider().GetServices<Tool>());
    }

    public Uri Origin { get; }

    public Uri ElsewhereOrigin { get; }

    public GitHubClient Client { get; }

    public ToolCatalog Tools { get; }

    /// <summary>Where a request is sent on to instead of being answered; null answers it, with foreign addresses in the answer.</summary>
    public Func<HttpRequest, string?> Redirect { get; set; } = _ => null;

    /// <summary>What is sent of an answer instead of its body; may change its status and headers.</summary>
    public Func<HttpResponse, byte[], byte[]> Spoil { get; set; } = (_, body) => body;

    public IReadOnlyCollection<(string Method, string Path)> Seen => _seen;

    public IReadOnlyCollection<string> Elsewhere => _elsewhere;

    public static async Task<HostileGitHub> StartAsync(LiveGitHub github)
    {
        HostileGitHub? hostile = null;
        var front = await LoopbackServer.StartAsync(context => hostile!.AnswerAsync(context)); // set before the first request
        var other = await LoopbackServer.StartAsync(context =>
        {
            hostile!._elsewhere.Enqueue($"{context.Request.Method} {context.Request.Path}"); // as above
            return Task.CompletedTask;
        });
        return hostile = new HostileGitHub(front, other, github);
    }

    public async ValueTask DisposeAsync()
    {
        _egress.Dispose();
        _behind.Dispose();
        await _front.DisposeAsync();
        await _other.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        var path = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget.TrimStart('/'); // Kestrel has it
        _seen.Enqueue((request.Method, path.Split('?')[0]));
        if (Redirect(request) is { } location)
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = location;
            return;
        }

        using var sent = new HttpRequestMessage(HttpMethod.Parse(request.Method), path);
        foreach (var name in (string[])["Authorization", "Accept", "X-GitHub-Api-Version", "User-Agent"]) sent.Headers.TryAddWithoutValidation(name, (string?)request.Headers[name]);
        if (request.ContentType is not null)
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            sent.Content = new ByteArrayContent(body.ToArray());
            sent.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        using var answer = await _behind.SendAsync(sent);
        var text = Addresses().Replace(await answer.Content.ReadAsStringAsync(), $"{ElsewhereOrigin}");
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        context.Response.Headers.Link = $"<{ElsewhereOrigin}next?page=2>; rel=\"next\", <{ElsewhereOrigin}last>; rel=\"last\"";
        var sentOn = Spoil(context.Response, Encoding.UTF8.GetBytes(text));
        if (context.Response.StatusCode is not (204 or 205 or 304)) await context.Response.Body.WriteAsync(sentOn);
    }

    [GeneratedRegex("https?://[A-Za-z0-9.:-]+/")]
    private static partial Regex Addresses();
}
