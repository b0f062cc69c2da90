namespace Countersign.Egress;

/// <summary>A named client's registration.</summary>
internal sealed record EgressClient(string Name, Func<IServiceProvider, EgressClientOptions> Options);
