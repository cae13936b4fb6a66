using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PilotPairing.Infrastructure;
using PilotPairing.Infrastructure.Telemetry;

namespace PilotPairing.Api.Hosting;

/// <summary>
/// Traces and metrics over OTLP where a collector is configured, and metrics for Prometheus where a port is; else nothing of OpenTelemetry
/// is loaded.
/// </summary>
internal static class Telemetry
{
    /// <summary>Not the host: receivers of webhooks are customers', and there may be any number of them.</summary>
    private static readonly string[] KeptOfClientCalls = ["http.request.method", "http.response.status_code", "error.type"];

    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var (otlp, metrics) = (configuration.GetSection(OtlpOptions.Section), configuration.GetSection(MetricsOptions.Section));
        services.AddOptions<OtlpOptions>().Bind(otlp).ValidateOnStart();
        services.AddOptions<MetricsOptions>().Bind(metrics).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OtlpOptions>, OtlpOptionsValidator>();
        services.AddSingleton<IValidateOptions<MetricsOptions>, MetricsOptionsValidator>();
        // What is wrong with an address is said with all other problems, when the options are checked.
        var collector = otlp[nameof(OtlpOptions.Endpoint)] is { Length: > 0 } endpoint ? OtlpOptionsValidator.TryParse(endpoint) : null;
        var prometheus = metrics[nameof(MetricsOptions.Prometheus)] is { Length: > 0 } port ? MetricsOptions.TryParse(port) : null;
        if (collector is null && prometheus is null)
            return;

        services.AddWorkMeasurement();
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource =>
            resource.AddService("pilotpairing", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3)));
        telemetry.WithMetrics(Measure);
        if (collector is not null)
            Export(telemetry, collector);
        if (prometheus is not null)
            Expose(services, telemetry, prometheus);
    }

    private static void Measure(MeterProviderBuilder metrics) => metrics
        .AddMeter(Meters.Name)
        .AddAspNetCoreInstrumentation()
        .AddHttpClientInstrumentation()
        .AddRuntimeInstrumentation()
        .AddView("http.client.*", new MetricStreamConfiguration { TagKeys = KeptOfClientCalls })
        // Names that were looked up: one of each customer's.
        .AddView("dns.lookup.duration", MetricStreamConfiguration.Drop);

    private static void Export(OpenTelemetryBuilder telemetry, Uri collector) => telemetry
        .WithMetrics(metrics => metrics.AddOtlpExporter(exporter => To(exporter, collector, "v1/metrics")))
        .WithTracing(traces => traces
            .AddAspNetCoreInstrumentation(web => web.Filter = context =>
                !context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments("/metrics"))
            .AddHttpClientInstrumentation()
            .AddNpgsql()
            .AddProcessor(new SafeSpans())
            .AddOtlpExporter(exporter => To(exporter, collector, "v1/traces")));

    private static void Expose(IServiceCollection services, OpenTelemetryBuilder telemetry, string address)
    {
        telemetry.WithMetrics(metrics => metrics.AddPrometheusExporter());
        services.AddHostedService(provider => new MetricsServer(address, provider.GetRequiredService<MeterProvider>()));
    }

    private static void To(OtlpExporterOptions exporter, Uri address, string path) =>
        (exporter.Protocol, exporter.Endpoint) = (OtlpExportProtocol.HttpProtobuf, new Uri($"{address.AbsoluteUri.TrimEnd('/')}/{path}"));
}
