namespace Countersign.Egress;

/// <summary>The request was not sent. Its text is a code alone: <c>other_origin</c>, <c>not_declared</c>, <c>too_late</c>, <c>private_address</c>,
/// <c>not_https</c>.</summary>
public sealed class EgressStoppedException(string code) : Exception(code)
{
    public string Code { get; } = code;
}
