namespace Countersign.Sandbox.World;

/// <summary>Where each party is to be found. Over TLS the same parties are ten ports higher.</summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">The tenant's port; the others follow.</param>
/// <param name="Before">The origin of what stands before the tenant, where clients know it by that one.</param>
public sealed record Origins(string Scheme, string Host, int Port, string? Before = null)
{
    /// <summary>Origin without a slash, e.g. <c>http://127.0.0.1:4300</c>.</summary>
    public string Tenant => Before ?? At(0);

    public string GitHub => At(1);

    public string Model => At(2);

    public string Phone => At(3);

    /// <summary>The tenant's issuer, which ends in a slash.</summary>
    public string Issuer => Tenant + "/";

    /// <summary>The origins as the client of this request sees them: a request over TLS on <c>localhost</c> is answered with such addresses.</summary>
    public Origins AsSeenBy(HttpRequest request) =>
        this with { Scheme = request.Scheme, Host = request.Host.Host, Port = request.IsHttps ? Port + 10 : Port, Before = request.IsHttps ? null : Before };

    private string At(int offset) => $"{Scheme}://{Host}:{Port + offset}";
}
