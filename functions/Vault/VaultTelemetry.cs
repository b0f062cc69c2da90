using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Countersign.Vault;

internal static class VaultTelemetry
{
    public const string Name = "Countersign.Vault";

    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Exchanges = Meter.CreateCounter<long>("countersign.exchanges", "{exchange}", "Token Vault exchanges by outcome.");
}
