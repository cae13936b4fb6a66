using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using PilotPairing.Api.Hosting;
using PilotPairing.Api.Tests.Connections;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>
/// What a collector receives: the whole way of a pairing in traces and metrics, and nothing that names a customer. Without a collector
/// nothing is measured.
/// </summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task A_collector_receives_traces_and_metrics_without_secrets()
    {
        var received = new ConcurrentQueue<(string Path, string Body)>();
        await using var collector = await LoopbackServer.Start(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            // Texts are in UTF-8 within the binary format.
            received.Enqueue((context.Request.Path, Encoding.UTF8.GetString(body.ToArray())));
        });
        await using var database = await TestPostgres.CreateDatabase();
        await using var sink = await WebhookSink.Start();
        var host = await ApiHost.On(database.ConnectionString, runsJobs: false, ("Otlp:Endpoint", collector.Url));
        var endpoint = await host.NewEndpoint(sink.Url + "?token=hidden-in-the-query", ["*"]);
        var secret = (await host.Get($"/v1/webhooks/{endpoint}/secret")).Expect(200).Text("secret");
        var link = await host.NewLink(new { name = "Loja", number = "+5511999999999", externalRef = "hidden-reference" });
        await using (var stream = await EventReader.Open(host, link.Token()))
        {
            await stream.Next();
            (await host.Connect(link.Token())).Expect(200);
            (await host.Simulate(link.NumberId(), "scan")).Expect(200).Text("state").Should().Be("OPEN");
        }

        await sink.Next();
        await host.Get("/v1/numbers?search=hidden-search");
        await host.DisposeAsync();

        var traces = string.Concat(received.Where(call => call.Path == "/v1/traces").Select(call => call.Body));
        traces.Should().ContainAll("POST /v1/numbers/remote-pairing", "/v1/remote-pairing/{token}/connect", "postgresql");
        var metrics = string.Concat(received.Where(call => call.Path == "/v1/metrics").Select(call => call.Body));
        metrics.Should().ContainAll(
            "http.server.request.duration", "/v1/remote-pairing/{token}/connect", "pilotpairing.deliveries", "Delivered",
            "pilotpairing.pairing.phases", "AwaitingScan", "Connected",
            "pilotpairing.pairing.duration", "pilotpairing.streams", "pilotpairing.outbox.age", "dotnet.gc.collections");
        foreach (var secretText in new[] { link.Token(), "5511999999999", host.Tenant.Key.Raw.Value, secret, "hidden", "/hook" })
            (traces + metrics).Should().NotContain(secretText);
    }

    [Fact]
    public async Task Without_a_collector_nothing_is_measured()
    {
        await using var database = await TestPostgres.CreateDatabase();
        var host = await ApiHost.On(database.ConnectionString);

        host.App.Services.GetService<TracerProvider>().Should().BeNull();
        host.App.Services.GetService<MeterProvider>().Should().BeNull();

        await host.DisposeAsync();
    }

    [Theory]
    [InlineData("collector:4318")]
    [InlineData("ftp://collector")]
    [InlineData("http://user:password@collector:4318")]
    [InlineData("http://collector:4318/?key=1")]
    [InlineData("not an address")]
    public async Task An_address_that_cannot_be_one_is_refused_at_the_start(string endpoint)
    {
        await using var database = await TestPostgres.CreateDatabase();

        var start = () => ApiHost.On(database.ConnectionString, runsJobs: false, ("Otlp:Endpoint", endpoint));

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage("*Otlp:Endpoint must be the address of a collector*");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://collector.example.com/otlp")]
    public void An_address_or_none_is_accepted(string? endpoint) =>
        new OtlpOptionsValidator().Validate(null, new() { Endpoint = endpoint }).Succeeded.Should().BeTrue();
}
