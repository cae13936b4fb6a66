using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.AspNetCore;
using PilotPairing.Client;
using PilotPairing.Testing;
using StandardWebhooks;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>
/// The .NET client goes one whole way: a link, its codes, the connection, and the webhook that a library verifies.
/// </summary>
public sealed class DotnetClientTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_client_makes_a_link_pairs_it_and_its_webhook_is_believed()
    {
        await using var sink = await WebhookSink.Start();
        using var http = Connected();
        var pairing = new PilotPairingClient(http);
        var endpoint = await pairing.PostWebhooksAsync(
            new() { Url = new(sink.Url), Scope = KeyScope.Tenant, Events = ["number.connected"] });
        var secret = (await pairing.GetWebhooksIdSecretAsync(endpoint.Id)).Secret;

        var link = await pairing.PostNumbersRemotePairingAsync(
            new() { Name = "Loja Centro", Number = "+55 11 99999-9999", Metadata = Plan("pro") });
        var artifact = await pairing.PostRemotePairingTokenConnectAsync(link.RemotePairingToken, new() { Method = PairingMethod.Qr });
        var connecting = await pairing.GetNumbersIdStatusAsync(link.NumberId!);
        await pairing.PostTestNumbersIdSimulateAsync(link.NumberId!, new() { Event = SimulatedEvent.Scan });
        var connected = await pairing.GetNumbersIdStatusAsync(link.NumberId!);

        link.Provider.Should().Be(Provider.PILOT_STATUS);
        artifact.QrcodeBase64.Should().StartWith("data:image/png;base64,");
        connecting.State.Should().Be(InstanceState.CONNECTING);
        (connected.State, connected.IsFullyConnected).Should().Be((InstanceState.OPEN, true));
        var delivery = await sink.Next();
        var notification = Believe(secret, delivery);
        notification.Event.Should().Be(NumberEventName.Number_connected);
        notification.Data.NumberId.Should().Be(link.NumberId);
        notification.Data.Metadata.Should().Contain("plan", "pro");
        FluentActions.Invoking(() => Believe(secret, delivery with { Body = [.. delivery.Body, (byte)' '] }))
            .Should().Throw<Exception>().WithMessage("*signature*");
    }

    [Fact]
    public async Task A_refusal_is_an_exception_with_its_code_and_fields()
    {
        using var http = Connected();
        var pairing = new PilotPairingClient(http);

        var refused = await FluentActions.Awaiting(() => pairing.PostNumbersAsync(new() { Name = "", Number = "1" }))
            .Should().ThrowAsync<PilotPairingException<ErrorEnvelope>>();

        refused.Which.StatusCode.Should().Be(400);
        refused.Which.Result.Code.Should().Be("VALIDATION_ERROR");
        refused.Which.Result.Details!.Fields!.Keys.Should().BeEquivalentTo("name", "number");
    }

    [Fact]
    public async Task A_change_leaves_alone_what_it_does_not_name_and_clears_what_is_named_null()
    {
        using var http = Connected();
        var pairing = new PilotPairingClient(http);
        var link = await pairing.PostNumbersRemotePairingAsync(
            new() { Name = "Loja", Number = Scene.Phone, RedirectUrl = new("https://app.acme.com/done"), Metadata = Plan("pro") });

        var relabelled = await pairing.PatchLinksIdAsync(link.LinkId, new() { Metadata = Plan("free") });
        var cleared = await pairing.PatchLinksIdAsync(link.LinkId, new() { AdditionalProperties = { ["redirectUrl"] = null! } });

        relabelled.RedirectUrl.Should().Be(new Uri("https://app.acme.com/done"));
        cleared.RedirectUrl.Should().BeNull();
        cleared.Metadata.Should().Contain("plan", "free");
    }

    [Fact]
    public async Task The_client_makes_many_links_reads_all_of_them_as_a_file_and_how_far_they_came()
    {
        using var http = Connected();
        var pairing = new PilotPairingClient(http);

        var made = await pairing.PostNumbersRemotePairingBulkAsync(
            new() { Links = [new() { Name = "Loja", Number = Scene.Phone }, new() { Name = "" }] });
        using var file = await pairing.GetLinksCsvAsync();
        using var reader = new StreamReader(file.Stream);

        made.Results.Select(result => result.Status).Should().Equal(201, 400);
        made.Results[1].Error!.Details!.Fields!.Keys.Should().BeEquivalentTo("name", "number");
        (await reader.ReadToEndAsync()).Should().StartWith("id,").And.Contain(made.Results[0].Link!.LinkId);
        (await pairing.GetStatsPairingAsync(groupBy: FunnelGrouping.Day)).Rows.Should().HaveCount(30);
    }

    [Fact]
    public void A_value_that_is_not_known_yet_passes_through()
    {
        var phase = JsonSerializer.Deserialize<PairingPhase>("\"waiting_for_something_new\"");

        phase.Value.Should().Be("waiting_for_something_new");
        JsonSerializer.Serialize(phase).Should().Be("\"waiting_for_something_new\"");
    }

    [Fact]
    public async Task What_the_readme_shows_of_the_client_works()
    {
        using var port = ReservedPort.Take();
        var (address, key) = (host.Http.BaseAddress!.ToString(), host.Tenant.Key.Raw.Value);
        var endpoint = await host.NewEndpoint($"http://127.0.0.1:{port.Number}/hook", ["number.connected"]);
        var secret = (await host.Get($"/v1/webhooks/{endpoint}/secret")).Expect(200).Text("secret");
        var activated = new TaskCompletionSource<string>();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port.Number}");

        #region readme
        builder.Services.AddPilotPairing(options =>
        {
            (options.Address, options.Key) = (new Uri(address), key);
            options.WebhookSecrets.Add(secret);
        });
        var app = builder.Build();
        app.MapPost("/pairing-links", async (PilotPairingClient pairing) =>
            (await pairing.PostNumbersRemotePairingAsync(new() { Name = "Loja Centro", Number = "+55 11 99999-9999" })).RemotePairingUrl);
        app.MapPilotPairingWebhook("/hook", events => events   // answers 400 for what we did not sign
            .On<NumberEvent>("number.connected", async (connected, _) => await Activate(connected.Data.NumberId)));
        #endregion

        await using var _ = app;
        await app.StartAsync();
        using var shop = new SocketsHttpHandler().ClientFor($"http://127.0.0.1:{port.Number}");
        var url = await (await shop.PostAsync(new Uri("/pairing-links", UriKind.Relative), null)).Content.ReadAsStringAsync();
        var pairing = app.Services.GetRequiredService<PilotPairingClient>();
        var numbers = await pairing.GetNumbersAsync(limit: 1);
        await pairing.GetNumbersIdConnectAsync(numbers[0].Id);
        await pairing.PostTestNumbersIdSimulateAsync(numbers[0].Id, new() { Event = SimulatedEvent.Scan });
        using var forged = await shop.PostAsync(new Uri("/hook", UriKind.Relative), new StringContent("{}"));

        url.Should().Contain("/connect/rp_");
        (await activated.Task.WaitAsync(Patience.Longest)).Should().Be(numbers[0].Id);
        forged.StatusCode.Should().Be(System.Net.HttpStatusCode.BadRequest);
        Guide.Blocks(Guide.Read("README.md"), "csharp").Should().ContainSingle().Which.Should().Be(Region("readme"));

        Task Activate(string number)
        {
            activated.TrySetResult(number);
            return Task.CompletedTask;
        }
    }

    private static Dictionary<string, string> Plan(string plan) => new() { ["plan"] = plan };

    private HttpClient Connected()
    {
        // Through the check that holds every answer against the description.
        var http = new Contract.ContractCheck(new SocketsHttpHandler()).ClientFor(host.Http.BaseAddress!.ToString());
        http.DefaultRequestHeaders.Add("x-api-key", host.Tenant.Key.Raw.Value);
        return http;
    }

    private static NumberEvent Believe(string secret, SinkRequest delivery)
    {
        var body = Encoding.UTF8.GetString(delivery.Body);
        new StandardWebhook(secret).Verify(body, HeadersOf(delivery));
        return JsonSerializer.Deserialize<NumberEvent>(body)!;
    }

    private static HeaderDictionary HeadersOf(SinkRequest delivery) =>
        new(delivery.Headers.ToDictionary(header => header.Key, header => new StringValues(header.Value)));

    /// <summary>This file's own lines between the marks, as a reader of the document sees them.</summary>
    private static string Region(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "tests", "Api.Tests", "Docs", "DotnetClientTests.cs"));
        var inside = lines.SkipWhile(line => line.Trim() != $"#region {name}").Skip(1).TakeWhile(line => line.Trim() != "#endregion");
        return string.Concat(inside.Select(line => (line.Length > 8 ? line[8..] : "") + "\n"));
    }
}
