using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PilotPairing.Api.Tests.Contract;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>
/// The examples of the description's webhooks are bodies that a receiver got: every event is delivered here and compared.
/// </summary>
public sealed partial class DeliveredEventsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly object Link =
        new { name = "Cliente Acme", number = "5511988887777", externalRef = "customer-42", metadata = new { plan = "pro" } };

    [Fact]
    public async Task The_committed_example_of_each_event_is_what_is_delivered()
    {
        await using var sink = await WebhookSink.Start();
        var endpoint = await host.NewEndpoint(sink.Url);
        var subjects = await CauseEveryEvent(endpoint);
        var expected = EventNames.Selectable.Append(EventNames.WebhookTest).Order(StringComparer.Ordinal).ToList();

        var delivered = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        while (delivered.Count < expected.Count)
        {
            var body = JsonNode.Parse((await sink.Next()).Body)!;
            var name = body["event"]!.GetValue<string>();
            if (subjects[name] == (body["data"]!["webhookId"] ?? body["data"]!["linkId"] ?? body["data"]!["numberId"])!.GetValue<string>())
                delivered.TryAdd(name, body);
        }

        var fresh = JsonSerializer.Serialize(delivered, Readable) + "\n";
        var artifacts = Directory.CreateDirectory(Path.Combine(RepositoryRoot.Path, "artifacts")).FullName;
        await File.WriteAllTextAsync(Path.Combine(artifacts, "deliveries.json"), fresh);
        var committed = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "src", "Api", "OpenApi", "deliveries.json"));
        Lasting(committed).Should().Be(
            Lasting(fresh), "the examples are real deliveries: copy artifacts/deliveries.json to src/Api/OpenApi/deliveries.json");
    }

    [Fact]
    public void Every_event_is_described_with_an_example_that_fits_its_schema()
    {
        var schema = new JsonSchema(ApiDescription.Committed);
        var webhooks = ApiDescription.Committed.Document.GetProperty("webhooks").EnumerateObject().ToList();

        webhooks.Select(webhook => webhook.Name).Should().BeEquivalentTo(EventNames.Selectable.Append(EventNames.WebhookTest));
        foreach (var webhook in webhooks)
        {
            var media = webhook.Value.GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
            media.GetProperty("example").Text("event").Should().Be(webhook.Name);
            schema.Check(media.GetProperty("schema"), media.GetProperty("example")).Should().BeEmpty(webhook.Name);
        }
    }

    /// <summary>The link, number or endpoint that each event is then about.</summary>
    private async Task<IReadOnlyDictionary<string, string>> CauseEveryEvent(string endpoint)
    {
        var (paired, _) = await host.OpenNumber(Link);
        (await host.Simulate(paired.NumberId(), "logout")).Expect(200);
        (await host.Call("DELETE", $"/v1/numbers/{paired.NumberId()}")).Expect(200);
        var (mismatched, _) = await host.StartedLink(Link);
        (await host.Simulate(mismatched.NumberId(), "wrong_number", phone: "+5511977776666")).Expect(200);
        var (passkey, _) = await host.StartedLink(Link);
        (await host.Simulate(passkey.NumberId(), "passkey")).Expect(200);
        var (failing, _) = await host.StartedLink(Link);
        await host.Stall(failing);
        var (quiet, _) = await host.StartedLink(Link);
        await host.Rewrite("update pairing_links set last_activity_at = now() - interval '31 minutes' where id = @id", quiet.LinkId());
        await host.Send(new AbandonLinks());
        var (asked, revoked, expired) = (await host.NewLink(Link), await host.NewLink(Link), await host.NewLink(Link));
        (await host.Post($"/v1/remote-pairing/{asked.Token()}/report", new { kind = "new_link" }, key: "")).Expect(204);
        (await host.Post($"/v1/links/{revoked.LinkId()}/revoke")).Expect(200);
        (await host.Post($"/v1/test/links/{expired.LinkId()}/simulate", new { @event = "expire" })).Expect(200);
        var sent = await SentByMeta();
        foreach (var happened in (string[])["message_failed", "message_delivered"])
            (await host.Post($"/v1/test/links/{sent.LinkId()}/simulate", new { @event = happened })).Expect(200);
        (await host.Post($"/v1/webhooks/{endpoint}/test")).Expect(200);
        return new Dictionary<string, string>
        {
            [EventNames.NumberCreated] = paired.LinkId(),
            [EventNames.NumberConnected] = paired.LinkId(),
            [EventNames.NumberDisconnected] = paired.NumberId(),
            [EventNames.NumberRemoved] = paired.NumberId(),
            [EventNames.NumberMismatch] = mismatched.LinkId(),
            [EventNames.NumberPasskeyRequired] = passkey.LinkId(),
            [EventNames.LinkCreated] = paired.LinkId(),
            [EventNames.LinkOpened] = paired.LinkId(),
            [EventNames.LinkStarted] = paired.LinkId(),
            [EventNames.LinkFailed] = failing.LinkId(),
            [EventNames.LinkAbandoned] = quiet.LinkId(),
            [EventNames.LinkRenewalRequested] = asked.LinkId(),
            [EventNames.LinkRevoked] = revoked.LinkId(),
            [EventNames.LinkExpired] = expired.LinkId(),
            [EventNames.LinkMessageFailed] = sent.LinkId(),
            [EventNames.LinkMessageDelivered] = sent.LinkId(),
            [EventNames.WebhookTest] = endpoint,
        };
    }

    private async Task<JsonElement> SentByMeta()
    {
        var sender = (await host.Post("/v1/numbers/meta",
            new
            {
                name = "Acme",
                number = "+5511988886666",
                metaPhoneId = "5511988886666",
                wabaId = "102290129340398",
                accessToken = "EAAG"
            }))
            .Expect(201).GetProperty("instance").Text("id");
        (await host.Post("/v1/templates/meta", new { numberId = sender, language = "pt-BR", body = "Conecte {{name}} pelo botão." }))
            .Expect(201);
        return await host.NewLink(
            new
            {
                name = "Cliente Acme",
                number = "5511988887777",
                externalRef = "customer-42",
                metadata = new { plan = "pro" },
                sendViaWhatsApp = true
            });
    }

    /// <summary>Without what differs from run to run: ids, moments, and how many events of a number came before.</summary>
    private static string Lasting(string json) =>
        Sequence().Replace(Moment().Replace(InstanceName().Replace(Id().Replace(json, "$1…"), "\"instanceName\": \"…\""), "…"),
            "\"sequence\": 0");

    [GeneratedRegex("((?:num|lnk|evt|wh|snd)_)[0-9a-z]{26}")]
    private static partial Regex Id();

    [GeneratedRegex("\"instanceName\": \"[^\"]*\"")]
    private static partial Regex InstanceName();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+Z")]
    private static partial Regex Moment();

    [GeneratedRegex("\"sequence\": \\d+")]
    private static partial Regex Sequence();
}
