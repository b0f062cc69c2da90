using Microsoft.Extensions.Logging;

namespace Countersign.Egress;

/// <summary>
/// The one way out. What is not the client's origin, not declared, or too late is not sent (<see cref="EgressStoppedException"/>). An answer that is too
/// large or too slow is an <see cref="HttpRequestException"/>: the request may have had its effect. Redirects come back as they are.
/// </summary>
internal sealed class EgressHandler : DelegatingHandler
{
    private readonly string _name;
    private readonly EgressClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly bool _mayBePrivate;

    public EgressHandler(string name, EgressClientOptions options, bool mayBePrivate, TimeProvider time, ILogger log)
    {
        (_name, _options, _mayBePrivate, _time, _log) = (name, options, mayBePrivate, time, log);
        InnerHandler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = System.Net.DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 64,
            // Our trace ids are nobody else's business.
            ActivityHeadersPropagator = null,
            ConnectCallback = new EgressConnector(mayBePrivate, time).ConnectAsync,
        };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Stopped(request) is { } code)
        {
            _log.Stopped(_name, code);
            throw new EgressStoppedException(code);
        }

        var limit = new CancellationTokenSource(_options.Timeout, _time);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            var response = await base.SendAsync(request, either.Token);
            response.Content = new BoundedContent(response.Content, _options.MaxResponseBytes, limit);
            return response;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            limit.Dispose();
            throw new HttpRequestException("time_out");
        }
        catch (HttpRequestException e) when (e.InnerException is EgressStoppedException stopped)
        {
            limit.Dispose();
            _log.Stopped(_name, stopped.Code);
            throw new EgressStoppedException(stopped.Code);
        }
        catch
        {
            limit.Dispose();
            throw;
        }
    }

    /// <summary>Some libraries send synchronously; that way goes through the same gate.</summary>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, cancellationToken).GetAwaiter().GetResult();

    private string? Stopped(HttpRequestMessage request)
    {
        var uri = request.RequestUri;
        var home = _options.BaseAddress;
        if (uri is null || !uri.IsAbsoluteUri || uri.UserInfo != "" || uri.GetLeftPart(UriPartial.Authority) != home.GetLeftPart(UriPartial.Authority)) return "other_origin";
        if (uri.Scheme != Uri.UriSchemeHttps && !_mayBePrivate) return "not_https";
        if (!uri.AbsolutePath.StartsWith(home.AbsolutePath, StringComparison.Ordinal)) return "not_declared";
        var path = uri.AbsolutePath[home.AbsolutePath.Length..];
        var hasPolicy = request.Options.TryGetValue(EgressPolicy.Key, out var policy);
        if (hasPolicy && _time.GetUtcNow() >= policy!.SendBefore) return "too_late"; // it is not null where TryGetValue says so
        var allowed = hasPolicy ? policy!.Allowed : _options.Own; // as above
        return allowed.Any(template => template.Matches(request.Method.Method, path)) ? null : "not_declared";
    }
}
