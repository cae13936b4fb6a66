using PilotPairing.Domain.Webhooks;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Webhooks;

/// <summary>The signing secret: where it is returned, and how a receiver changes over to a new one.</summary>
public sealed class EndpointSecretTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_secret_is_returned_where_it_is_requested_and_never_cached()
    {
        var id = await host.NewEndpoint();
        var answer = await host.Get($"/v1/webhooks/{id}/secret");
        answer.Expect(200).EnumerateObject().Select(member => member.Name).Should().Equal("secret");
        answer.Json.GetProperty("secret").GetString().Should().MatchRegex("^whsec_[A-Za-z0-9+/]{43}=$");
        answer.Headers["cache-control"].Should().Be("no-store");
        (await host.Get($"/v1/webhooks/{id}/secret")).Text.Should().Be(answer.Text);
    }

    [Fact]
    public async Task After_a_rotation_both_sign_for_a_day_the_new_one_first()
    {
        await using var sink = await WebhookSink.Start();
        var id = await host.NewEndpoint(sink.Url);
        var old = await Secret(id);
        var rotated = (await host.Post($"/v1/webhooks/{id}/secret/rotate")).Expect(200);
        var fresh = WebhookSecret.Parse(rotated.GetProperty("secret").GetString())!;
        fresh.Value.Should().NotBe(old.Value);
        var now = TimeProvider.System.GetUtcNow();
        rotated.GetProperty("previousValidUntil").GetDateTimeOffset().Should().BeCloseTo(now.AddHours(24), TimeSpan.FromMinutes(1));
        (await host.Get($"/v1/webhooks/{id}/secret")).Text.Should().Be(rotated.GetRawText());

        (await host.Post($"/v1/webhooks/{id}/test")).Expect(200);
        var request = await sink.Next();
        var signatures = request.Headers["webhook-signature"].Split(' ');
        signatures.Should().HaveCount(2);
        foreach (var (signature, secret) in signatures.Zip([fresh, old]))
        {
            var headers = new Dictionary<string, string>(request.Headers) { ["webhook-signature"] = signature };
            WebhookSignature.Verify(headers, request.Body, secret, now).Should().Be(SignatureVerdict.Valid);
        }
    }

    [Fact]
    public async Task After_a_day_the_old_secret_is_not_listed_and_signs_no_more()
    {
        await using var sink = await WebhookSink.Start();
        var id = await host.NewEndpoint(sink.Url);
        (await host.Post($"/v1/webhooks/{id}/secret/rotate")).Expect(200);
        await host.Run("update webhook_endpoints set previous_valid_until = now() where id = @id", new { id = WebhookRig.Row(id) });
        (await host.Get($"/v1/webhooks/{id}/secret")).Expect(200).TryGetProperty("previousValidUntil", out _).Should().BeFalse();
        (await host.Post($"/v1/webhooks/{id}/test")).Expect(200);
        (await sink.Next()).Headers["webhook-signature"].Should().NotContain(" ");
    }

    [Fact]
    public async Task Rotating_again_puts_the_oldest_out_of_use()
    {
        await using var sink = await WebhookSink.Start();
        var id = await host.NewEndpoint(sink.Url);
        var leaked = await Secret(id);
        (await host.Post($"/v1/webhooks/{id}/secret/rotate")).Expect(200);
        (await host.Post($"/v1/webhooks/{id}/secret/rotate")).Expect(200);
        (await host.Post($"/v1/webhooks/{id}/test")).Expect(200);
        var request = await sink.Next();
        WebhookSignature.Verify(request.Headers, request.Body, leaked, TimeProvider.System.GetUtcNow()).Should()
            .Be(SignatureVerdict.NoMatch);
    }

    private async Task<WebhookSecret> Secret(string id) =>
        WebhookSecret.Parse((await host.Get($"/v1/webhooks/{id}/secret")).Expect(200).GetProperty("secret").GetString())!;
}
