using System.Text.Json;
using PilotPairing.Api.Tests.Webhooks;
using PilotPairing.Domain.Access;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Numbers;

/// <summary>The link that comes with a lost connection: sent to the receiver at each attempt, and in no stored copy.</summary>
public sealed class ReconnectUrlTests(ApiHost host) : IClassFixture<ApiHost>, IAsyncLifetime
{
    private WebhookSink _sink = null!;
    private string _key = null!;
    private string _endpoint = null!;

    public async Task InitializeAsync()
    {
        _sink = await WebhookSink.Start();
        _key = (await host.NewTenant(TenantMode.Test)).Key.Raw.Value;
        (await host.Call("PATCH", "/v1/settings", new { reconnectLinks = true }, _key)).Expect(200);
        _endpoint = (await host.Post("/v1/webhooks", new { url = _sink.Url, scope = "tenant", events = new[] { "number.disconnected" } },
            _key)).Expect(201).Text("id");
    }

    public async Task DisposeAsync() => await _sink.DisposeAsync();

    [Theory]
    [InlineData("simulate")]
    [InlineData("logout")]
    public async Task A_lost_number_comes_with_a_link_that_connects_it_again(string how)
    {
        var number = await OpenNumber();
        await Lose(number, how);

        var reported = (await _sink.Next()).Json().GetProperty("data");

        var url = reported.Text("reconnectUrl");
        var token = url[(url.LastIndexOf('/') + 1)..];
        url.Should().StartWith(host.App.Urls.First() + "/connect/rp_");
        (await host.Get($"/v1/links/{reported.Text("linkId")}", _key)).Expect(200).Text("numberId").Should().Be(number);
        (await host.Events(reported.Text("linkId"), "link.created")).Should().ContainSingle();
        (await host.Connect(token)).Expect(200).GetProperty("sequence").GetInt32().Should().Be(2);
        (await host.Simulate(number, "scan", key: _key)).Expect(200).Text("state").Should().Be("OPEN");
        (await host.Events(number, "number.connected")).Should().HaveCount(2);
        (await host.Events(number, "number.created")).Should().ContainSingle();
    }

    [Fact]
    public async Task What_is_kept_has_a_word_in_the_place_of_the_URL()
    {
        // A receiver that echoes the body.
        _sink.Answer = async context => await context.Response.Body.WriteAsync(_sink.All[^1].Body);
        var number = await OpenNumber();
        await Lose(number, "simulate");
        var token = Token(await _sink.Next());

        var logs = await host.Until($"/v1/webhooks/{_endpoint}/logs", list => list.GetArrayLength() == 1, _key);
        var kept = string.Concat(
            logs.GetRawText(),
            (await host.Get($"/v1/webhooks/{_endpoint}/deliveries", _key)).Text,
            (await host.Get("/v1/events?since=2020-01-01T00:00:00Z", _key)).Text,
            await host.Query<string>("select string_agg(body, '') from events"),
            await host.Query<string>("select string_agg(coalesce(response, ''), '') from delivery_attempts"));

        kept.Should().Contain("[redacted]").And.NotContain(token);
        logs[0].GetProperty("payload").GetProperty("data").Text("reconnectUrl").Should().Be("[redacted]");
    }

    [Fact]
    public async Task Each_attempt_sends_the_state_of_its_time()
    {
        var number = await OpenNumber("""{"reconnectUrl":"[redacted]"}""");
        await Lose(number, "simulate");
        var first = await _sink.Next();
        var link = first.Json().GetProperty("data").Text("linkId");
        (await host.Post($"/v1/links/{link}/rotate", key: _key)).Expect(200);
        var delivery = (await Completed(1))[0].Text("id");

        (await host.Post($"/v1/deliveries/{delivery}/replay", key: _key)).Expect(202);
        var second = await _sink.Next();
        await Completed(2);
        (await host.Post($"/v1/links/{link}/revoke", key: _key)).Expect(200);
        (await host.Post($"/v1/deliveries/{delivery}/replay", key: _key)).Expect(202);
        var third = (await _sink.Next()).Json().GetProperty("data");

        Token(second).Should().StartWith("rp_").And.NotBe(Token(first));
        third.GetProperty("reconnectUrl").ValueKind.Should().Be(JsonValueKind.Null, "a dead link has none");
        third.GetProperty("metadata").Text("reconnectUrl").Should().Be("[redacted]", "what the tenant wrote is its own");
    }

    [Fact]
    public async Task Without_the_setting_there_is_neither_link_nor_member()
    {
        (await host.Call("PATCH", "/v1/settings", new { reconnectLinks = false }, _key)).Expect(200);
        var number = await OpenNumber();
        await Lose(number, "simulate");

        (await _sink.Next()).Json().GetProperty("data").Has("reconnectUrl").Should().BeFalse();
        (await host.Get($"/v1/links?numberId={number}&status=active", _key)).Expect(200).GetArrayLength().Should().Be(0);
    }

    /// <summary>A replay of what is still under way sends nothing more.</summary>
    private Task<JsonElement> Completed(int deliveries) => host.Until(
        $"/v1/webhooks/{_endpoint}/deliveries", list =>
            list.GetArrayLength() == deliveries && list.EnumerateArray().All(delivery => delivery.Text("status") == "SUCCESS"), _key);

    private static string Token(SinkRequest request)
    {
        var url = request.Json().GetProperty("data").Text("reconnectUrl");
        return url[(url.LastIndexOf('/') + 1)..];
    }

    private async Task<string> OpenNumber(string metadata = "{}")
    {
        var link = await host.NewLink($$"""{"name":"Loja","number":"{{Scene.Phone}}","metadata":{{metadata}}}""", _key);
        (await host.Connect(link.Token())).Expect(200);
        (await host.Simulate(link.NumberId(), "scan", key: _key)).Expect(200).Text("state").Should().Be("OPEN");
        return link.NumberId();
    }

    private async Task Lose(string number, string how) =>
        (how == "logout" ? await host.Post($"/v1/numbers/{number}/logout", key: _key) : await host.Simulate(number, "logout", key: _key))
            .Expect(200).Text("state").Should().Be("CLOSE");
}
