using System.Text;
using PilotPairing.Client;
using PilotPairing.Testing;
using StandardWebhooks;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>Which deliveries the .NET client believes, and what their receiver reads.</summary>
public sealed class DotnetWebhookTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private readonly FakeClock _clock = new();

    [Fact]
    public void The_example_of_every_event_is_read_as_its_type()
    {
        var webhooks = Contract.ApiDescription.Committed.Document.GetProperty("webhooks").EnumerateObject().ToList();
        webhooks.Should().HaveCountGreaterThan(14);
        foreach (var webhook in webhooks)
        {
            var body = webhook.Value.GetProperty("post").GetProperty("requestBody").GetProperty("content").GetProperty("application/json")
                .GetProperty("example").GetRawText();
            var read = Verified(body);
            read.Name.Should().Be(webhook.Name);
            read.Id.Should().StartWith("evt_");
            read.GetType().Name.Should().Be(webhook.Name.Split('.')[0] switch
            {
                "number" => nameof(NumberEvent),
                "link" => nameof(LinkEvent),
                _ => nameof(TestEvent),
            });
        }

        Verified("""{"event":"call.received","data":{"id":"evt_9"},"type":"call.received","timestamp":"2026-11-20T14:03:07Z","schemaVersion":"3"}""")
            .Should().BeOfType<WebhookEvent>().Which.As<IPilotPairingEvent>().Id.Should().Be("evt_9");
    }

    [Theory]
    [InlineData("evt_1", 0, "v1,AAAA", "{}", WebhookProblem.WrongSignature)]
    [InlineData("", 0, "v1,AAAA", "{}", WebhookProblem.MissingHeader)]
    [InlineData("evt_1", -301, "v1,AAAA", "{}", WebhookProblem.TooOld)]
    [InlineData("evt_1", 301, "v1,AAAA", "{}", WebhookProblem.TooNew)]
    [InlineData("evt_1", 0, null, "[]", WebhookProblem.NoEvent)]
    public void What_is_not_signed_or_not_lately_is_refused(
        string id, int ahead, string? signature, string body, WebhookProblem problem)
    {
        var at = _clock.GetUtcNow().AddSeconds(ahead);
        FluentActions.Invoking(() => new WebhookVerifier([Secret], _clock).Verify(
            id, $"{at.ToUnixTimeSeconds()}", signature ?? new StandardWebhook(Secret).Sign(id, at, body), Encoding.UTF8.GetBytes(body)))
            .Should().Throw<WebhookVerificationException>().Which.Problem.Should().Be(problem);
    }

    private IPilotPairingEvent Verified(string body)
    {
        var at = _clock.GetUtcNow();
        var signature = "v1,AAAA " + new StandardWebhook(Secret).Sign("evt_1", at, body);
        return new WebhookVerifier(["whsec_AAAA", Secret], _clock)
            .Verify("evt_1", $"{at.ToUnixTimeSeconds()}", signature, Encoding.UTF8.GetBytes(body));
    }
}
