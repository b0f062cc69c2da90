namespace Countersign.Telemetry;

/// <summary>Settings under <c>Telemetry:</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>
    /// OTLP over HTTP: the collector's base address, such as <c>http://127.0.0.1:4318/</c> (which then also stands in <c>Egress:PrivateOrigins</c>).
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is taken when this is unset. Neither: nothing is exported.
    /// </summary>
    public string? Otlp { get; set; }
}
