namespace Countersign.Egress;

/// <summary>Settings under <c>Egress:</c>.</summary>
public sealed class EgressOptions
{
    /// <summary>
    /// Origins that may have private, loopback or link-local addresses, and plain HTTP: a local model, GitHub Enterprise, the sandbox. Such as
    /// <c>http://127.0.0.1:4300</c>. Default none.
    /// </summary>
    public IList<string> PrivateOrigins { get; } = [];
}
