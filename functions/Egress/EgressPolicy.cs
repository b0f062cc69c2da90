namespace Countersign.Egress;

/// <summary>What one request may be. Put on <see cref="HttpRequestMessage.Options"/> by whoever was let through the gate.</summary>
/// <param name="Allowed">The templates that the tool declares for this use.</param>
/// <param name="SendBefore">Nothing is sent at or after this instant.</param>
public sealed record EgressPolicy(IReadOnlyList<RequestTemplate> Allowed, DateTimeOffset SendBefore)
{
    public static HttpRequestOptionsKey<EgressPolicy> Key { get; } = new("countersign.egress");

    public void ApplyTo(HttpRequestMessage request) => request.Options.Set(Key, this);
}
