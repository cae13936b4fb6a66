using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PilotPairing.Infrastructure;
using PilotPairing.Infrastructure.Telemetry;

namespace PilotPairing.Api.Hosting;

/// <summary>Traces and metrics over OTLP, where a collector is configured; else nothing of OpenTelemetry is loaded.</summary>
internal static class Telemetry
{
    private static readonly string[] KeptOfClientCalls =
        ["http.request.method", "http.response.status_code", "server.address", "error.type"];

    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(OtlpOptions.Section);
        services.AddOptions<OtlpOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OtlpOptions>, OtlpOptionsValidator>();
        // What is wrong with the address is said with all other problems, when the options are checked.
        if (section[nameof(OtlpOptions.Endpoint)] is { Length: > 0 } endpoint && OtlpOptionsValidator.TryParse(endpoint) is { } address)
            Export(services, address);
    }

    private static void Export(IServiceCollection services, Uri address)
    {
        services.AddOutboxAge();
        services.AddOpenTelemetry()
            .ConfigureResource(resource =>
                resource.AddService("pilotpairing", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics => metrics
                .AddMeter(Meters.Name)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddView("http.client.*", new MetricStreamConfiguration { TagKeys = KeptOfClientCalls })
                // Names that were looked up: one of each customer's.
                .AddView("dns.lookup.duration", MetricStreamConfiguration.Drop)
                .AddOtlpExporter(exporter => To(exporter, address, "v1/metrics")))
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(web => web.Filter = context => !context.Request.Path.StartsWithSegments("/health"))
                .AddHttpClientInstrumentation()
                .AddNpgsql()
                .AddProcessor(new SafeSpans())
                .AddOtlpExporter(exporter => To(exporter, address, "v1/traces")));
    }

    private static void To(OtlpExporterOptions exporter, Uri address, string path) =>
        (exporter.Protocol, exporter.Endpoint) = (OtlpExportProtocol.HttpProtobuf, new Uri($"{address.AbsoluteUri.TrimEnd('/')}/{path}"));
}
