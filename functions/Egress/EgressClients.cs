using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Countersign.Egress;

/// <summary>The app's HTTP clients, one a name, made once. Nothing else makes an <see cref="HttpClient"/>.</summary>
public sealed class EgressClients : IDisposable
{
    private readonly Dictionary<string, EgressClient> _known;
    private readonly ConcurrentDictionary<string, Lazy<HttpClient>> _made = new(StringComparer.Ordinal);
    private readonly IServiceProvider _services;
    private readonly HashSet<string> _privateOrigins;
    private readonly TimeProvider _time;
    private readonly ILogger<EgressClients> _log;

    internal EgressClients(IEnumerable<EgressClient> known, IServiceProvider services, IOptions<EgressOptions> options, TimeProvider time, ILogger<EgressClients> log)
    {
        _known = known.ToDictionary(client => client.Name, StringComparer.Ordinal);
        _services = services;
        _privateOrigins = [.. options.Value.PrivateOrigins.Select(origin => new Uri(origin).GetLeftPart(UriPartial.Authority))];
        _time = time;
        _log = log;
    }

    /// <param name="name">As registered with <c>AddEgressClient</c>.</param>
    /// <returns>Shared: not to be disposed of by the caller. Its base address is the one of the settings.</returns>
    public HttpClient Create(string name) => _made.GetOrAdd(name, key => new Lazy<HttpClient>(() => Make(key))).Value;

    public void Dispose()
    {
        foreach (var client in _made.Values) client.Value.Dispose();
    }

    private HttpClient Make(string name)
    {
        if (!_known.TryGetValue(name, out var client)) throw new InvalidOperationException($"No egress client is called {name}.");
        var options = client.Options(_services);
        if (!options.BaseAddress.AbsolutePath.EndsWith('/')) throw new InvalidOperationException($"The base address of {name} must end in a slash.");
        var mayBePrivate = _privateOrigins.Contains(options.BaseAddress.GetLeftPart(UriPartial.Authority));
        var http = new HttpClient(new EgressHandler(name, options, mayBePrivate, _time, _log))
        {
            BaseAddress = options.BaseAddress,
            Timeout = Timeout.InfiniteTimeSpan, // the handler counts, body included
        };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Countersign/1");
        return http;
    }
}
