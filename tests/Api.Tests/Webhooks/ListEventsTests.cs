using System.Globalization;
using System.Text.Json;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Webhooks;

/// <summary>GET /v1/events: everything that happened, for who received no webhooks.</summary>
public sealed class ListEventsTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Bodies_are_listed_as_delivered_newest_first_without_tests()
    {
        await using var sink = await WebhookSink.Start();
        var key = await host.NewTenantKey();
        var id = await host.NewEndpoint(sink.Url, key: key);
        await host.NewLink(new { name = "São João <b>&", number = "+5511999999999" }, key);
        (await host.Post($"/v1/webhooks/{id}/test", key: key)).Expect(200);
        var delivered = new[] { await sink.Next(), await sink.Next(), await sink.Next() }.Select(request => request.Json().GetRawText())
            .Where(body => !body.Contains("webhook.test", StringComparison.Ordinal));

        var answer = await host.Get("/v1/events", key);
        answer.Expect(200).EnumerateArray().Select(body => body.GetRawText()).Should().BeEquivalentTo(delivered);
        answer.Json.EnumerateArray().Select(body => body.GetProperty("timestamp").GetDateTimeOffset()).Should().BeInDescendingOrder();

        var first = await host.Get("/v1/events?limit=1", key);
        var second = await host.Get(first.Headers["link"].Split('<', '>')[1], key);
        new[] { first.Json[0].GetRawText(), second.Json[0].GetRawText() }.Should()
            .Equal(answer.Json.EnumerateArray().Select(body => body.GetRawText()));
        second.Headers.Should().NotContainKey("link");
    }

    [Fact]
    public async Task Since_leaves_out_what_was_before()
    {
        var key = await host.NewTenantKey();
        await host.NewLink(key: key);
        var newest = (await host.Get("/v1/events", key)).Expect(200)[0].GetProperty("timestamp").GetDateTimeOffset();
        (await host.Get("/v1/events?since=" + Uri.EscapeDataString(newest.AddMinutes(1).ToString("O", CultureInfo.InvariantCulture)), key))
            .Expect(200).GetArrayLength().Should().Be(0);
        (await host.Get("/v1/events?since=" + Uri.EscapeDataString(newest.AddMinutes(-1).ToString("O", CultureInfo.InvariantCulture)), key))
            .Expect(200).GetArrayLength().Should().Be(2);
        (await host.Get("/v1/events?since=2020-01-01", key)).Expect(200).GetArrayLength().Should().Be(2);
        // As many clients write it: the plus is not escaped and arrives as a space.
        (await host.Get("/v1/events?since=" + newest.AddMinutes(1)
            .ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + "+00:00", key)).Expect(200).GetArrayLength().Should().Be(0);
        (await host.Get("/v1/events?since=" + newest.AddMinutes(119)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+02:00", key)).Expect(200).GetArrayLength().Should()
            .Be(2);
        (await host.Get("/v1/events?since=" + newest.AddMinutes(121)
            .ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + "%2B02:00", key)).Expect(200).GetArrayLength().Should()
            .Be(0);
        (await host.Get("/v1/events?since=" + newest.AddMinutes(-1).ToString("yyyy-MM-dd'%20'HH:mm:ss", CultureInfo.InvariantCulture), key))
            .Expect(200).GetArrayLength().Should().Be(2);
    }

    [Fact]
    public async Task Events_older_than_thirty_days_are_not_listed_even_when_requested()
    {
        var key = await host.NewTenantKey();
        var number = (await host.NewLink(key: key)).GetProperty("numberId").GetString()!;
        await host.Run(
            "update events set created_at = now() - interval '31 days' where tenant_id = (select tenant_id from numbers where id = @id)",
            new { id = NumberRow(number) });
        (await host.Get("/v1/events?since=2020-01-01T00:00:00Z", key)).Expect(200).GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task A_number_key_sees_the_events_of_its_own_number()
    {
        var number = await host.NewNumber();
        await host.NewNumber();
        var events = (await host.Get("/v1/events", await host.NewNumberKey(number))).Expect(200);
        events.GetArrayLength().Should().Be(2);
        events.EnumerateArray().Select(Number).Distinct().Should().Equal(number);
    }

    [Fact]
    public async Task Another_tenant_sees_none()
    {
        await host.NewNumber();
        (await host.Get("/v1/events", await host.NewTenantKey())).Expect(200).GetArrayLength().Should().Be(0);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("01/02/2026")]
    [InlineData("2026-13-01")]
    public async Task A_since_that_is_no_time_is_refused(string since) =>
        (await host.Get($"/v1/events?since={since}")).ShouldNameFields("since");

    [Fact]
    public async Task Every_bad_parameter_is_named_at_once() =>
        (await host.Get("/v1/events?since=x&limit=x&cursor=x")).ShouldNameFields("since", "limit", "cursor");

    [Fact]
    public async Task Without_a_key_nothing_is_returned() => (await host.Get("/v1/events", "")).ShouldBeRefused(401, "UNAUTHORIZED");

    private static string? Number(JsonElement body) => body.GetProperty("data").GetProperty("numberId").GetString();

    private static Guid NumberRow(string number) =>
        Domain.WireId.TryParse(Domain.Numbers.NumberId.Prefix, number, out var id) ? id : throw new ArgumentException(number);
}
