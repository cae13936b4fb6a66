using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using PilotPairing.Api.Hosting;
using PilotPairing.Api.Tests.Connections;
using PilotPairing.Api.Tests.Docs;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Domain.Access;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>
/// What a Prometheus collects on a port of its own: every metric that the alerts of docs/operating.md ask for, with few labels and nothing
/// that names a customer.
/// </summary>
public sealed partial class PrometheusTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private ReservedPort _port = null!;
    private ApiHost _host = null!;

    private string Url => $"http://127.0.0.1:{_port.Number}";

    public async Task InitializeAsync()
    {
        (_database, _port) = (await TestPostgres.CreateDatabase(), ReservedPort.Take());
        _host = await ApiHost.On(_database.ConnectionString, settings: ("Metrics:Prometheus", $"{_port.Number}"));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _port.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Every_metric_of_the_alerts_is_exposed_and_none_names_a_customer()
    {
        await using var sink = await WebhookSink.Start();
        var endpoint = await _host.NewEndpoint(sink.Url + "?token=hidden-in-the-query", ["*"]);
        var secret = (await _host.Get($"/v1/webhooks/{endpoint}/secret")).Expect(200).Text("secret");
        var live = await _host.NewTenant(TenantMode.Live);
        await _host.Post("/v1/numbers", new { name = "Loja", number = "+5511988887777" }, live.Key.Raw.Value);
        var link = await _host.NewLink(new { name = "Hidden", number = "+5511999999999", externalRef = "hidden-reference" });
        await using (var stream = await EventReader.Open(_host, link.Token()))
        {
            await stream.Next();
            (await _host.Connect(link.Token())).Expect(200);
            (await _host.Simulate(link.NumberId(), "scan")).Expect(200).Text("state").Should().Be("OPEN");
        }

        await sink.Next();
        // What is measured every 15 seconds begins with the start.
        var text = "";
        await Scene.Eventually(async () =>
        {
            text = await Scrape("/metrics");
            return Alerts().All(name => text.Contains("\n" + name, StringComparison.Ordinal));
        }, () => $": {string.Join(", ", Alerts().Where(name => !text.Contains("\n" + name, StringComparison.Ordinal)))} in\n{text}");

        Alerts().Should().HaveCountGreaterThan(6);
        foreach (var hidden in new[] { link.Token(), "5511999999999", "5511988887777", _host.Tenant.Key.Raw.Value, secret, "idden", "/hook",
            new Uri(sink.Url).Authority, endpoint, link.LinkId(), link.NumberId(), _host.Tenant.Tenant.Id.ToString() })
            text.Should().NotContain(hidden);
    }

    [Fact]
    public async Task Requests_are_counted_by_their_route_and_no_address_is_a_label()
    {
        for (var i = 0; i < 20; i++)
        {
            await _host.Get($"/v1/numbers/num_0000000000000000000000{i:0000}");
            await _host.Call("GET", $"/nowhere/{i}");
        }

        // What was collected is kept for a moment.
        var text = "";
        await Scene.Eventually(async () =>
        {
            text = await Scrape("/metrics");
            return Counted().Match(text) is { Success: true } found && int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) >= 20;
        });
        text.Should().NotContain("nowhere").And.NotContain("num_0");
    }

    [Fact]
    public async Task The_port_answers_nothing_else_and_the_server_does_not_answer_for_it()
    {
        foreach (var path in new[] { "/", "/v1/numbers", "/ops", "/health/live", "/metrics/more" })
            (await Status(path)).Should().Be(404, path);
        (await _host.Call("GET", "/metrics", headers: ("Host", $"127.0.0.1:{_port.Number}"))).Status.Should().Be(404);
    }

    [Theory]
    [InlineData("9464", "http://127.0.0.1:9464")]
    [InlineData("http://10.0.0.11:9464", "http://10.0.0.11:9464")]
    [InlineData("http://*:9464", "http://*:9464")]
    [InlineData("0", null)]
    [InlineData("65536", null)]
    [InlineData("-1", null)]
    [InlineData("https://10.0.0.11:9464", null)]
    [InlineData("http://10.0.0.11:9464/metrics", null)]
    [InlineData("somewhere", null)]
    public void A_port_is_one_of_this_machine_and_anything_else_is_an_address_or_refused(string setting, string? address)
    {
        MetricsOptions.TryParse(setting).Should().Be(address);
        new MetricsOptionsValidator().Validate(null, new() { Prometheus = setting }).Succeeded.Should().Be(address is not null);
    }

    [Fact]
    public async Task A_taken_port_is_reported_with_the_name_of_the_setting()
    {
        var (code, output) = await Served.Run(_database.ConnectionString, [("Metrics__Prometheus", $"{_port.Number}")], "serve");

        code.Should().Be(1);
        output.Should().Contain("Metrics:Prometheus: http://127.0.0.1:").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_setting_that_cannot_be_one_is_refused_at_the_start()
    {
        var start = () => ApiHost.On(_database.ConnectionString, settings: ("Metrics:Prometheus", "everywhere"));

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage("*Metrics:Prometheus must be a port*");
    }

    /// <summary>The names that the examples of the guide ask Prometheus for.</summary>
    private static IReadOnlyList<string> Alerts() =>
        [.. Guide.Blocks(Guide.Read("docs", "operating.md"), "promql").SelectMany(block => Name().Matches(block)).Select(name => name.Value)
            .Distinct()];

    private async Task<string> Scrape(string path)
    {
        using var http = new SocketsHttpHandler().ClientFor(Url);
        return await http.GetStringAsync(path);
    }

    private async Task<int> Status(string path)
    {
        using var http = new SocketsHttpHandler().ClientFor(Url);
        using var response = await http.GetAsync(path);
        return (int)response.StatusCode;
    }

    [GeneratedRegex("""http_server_request_duration_seconds_count\{[^}\n]*404[^}\n]*"/v1/numbers/\{id\}"[^\n]*\} (\d+)""")]
    private static partial Regex Counted();

    [GeneratedRegex(@"\b(pilotpairing|http_server|http_client|dotnet)_[a-z_]+\b")]
    private static partial Regex Name();
}
