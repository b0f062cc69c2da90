using Countersign.Egress;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Countersign.Telemetry;

public static class TelemetryComposition
{
    private const string Client = "telemetry", TracesPath = "v1/traces", MetricsPath = "v1/metrics";

    /// <summary>Our own sources and no library's: what a library puts into its tags is not ours to vouch for.</summary>
    public static FunctionsApplicationBuilder AddTelemetry(this FunctionsApplicationBuilder builder)
    {
        var address = builder.Configuration["Telemetry:Otlp"] ?? builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"];
        if (string.IsNullOrEmpty(address)) return builder;
        if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var collector))
            throw new InvalidOperationException("Telemetry:Otlp is the base address of an OTLP collector, such as http://127.0.0.1:4318/");

        builder.Services.AddEgressClient(Client, _ => new EgressClientOptions
        {
            BaseAddress = collector,
            Own = [new RequestTemplate("POST", TracesPath), new RequestTemplate("POST", MetricsPath)],
            Timeout = TimeSpan.FromSeconds(10),
        });
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("countersign"))
            .WithTracing(tracing => tracing.AddSource(Traces.Name).AddOtlpExporter(otlp => otlp.Endpoint = new Uri(collector, TracesPath)))
            .WithMetrics(metrics => metrics.AddMeter(Measures.Name).AddOtlpExporter(otlp => otlp.Endpoint = new Uri(collector, MetricsPath)));
        builder.Services.AddOptions<OtlpExporterOptions>().Configure<EgressClients>((options, clients) =>
        {
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
            options.HttpClientFactory = () => clients.Create(Client);
        });
        return builder;
    }
}
