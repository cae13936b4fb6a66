using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Webhooks;

/// <summary>GET /v1/events/stream: events as they happen, after a given one, and for whom.</summary>
public sealed class EventsStreamTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Events_come_as_they_are_delivered_and_after_the_last_one_received()
    {
        var key = await host.NewTenantKey();
        await host.NewLink(key: key);
        await using var sink = await WebhookSink.Start();
        var later = await host.NewEndpoint(sink.Url, ["link.revoked"], key);
        await using var stream = await KeyedStream.Open(host, key);

        var link = await host.NewLink(key: key);
        (await host.Post($"/v1/links/{link.LinkId()}/revoke", key: key)).Expect(200);

        var seen = new[] { await stream.Next(), await stream.Next(), await stream.Next() };
        seen.Select(one => one.Name).Should().Equal("number.created", "link.created", "link.revoked");
        var revoked = seen.Single(one => one.Name == "link.revoked");
        revoked.Data.Should().Be((await sink.Next()).Json().GetRawText(), "the body is the delivered one");
        revoked.Id.Should().Be(System.Text.Json.JsonDocument.Parse(revoked.Data).RootElement.GetProperty("data").Id());
        (await host.Call("DELETE", $"/v1/webhooks/{later}", key: key)).Expect(200);

        var first = seen[0];
        await using var again = await KeyedStream.Open(host, key, $"?after={first.Id}");
        await using var browser = await KeyedStream.Open(host, key, "", ("Last-Event-ID", first.Id));
        foreach (var reader in new[] { again, browser })
        {
            var ids = new List<string>();
            while (!ids.Contains(revoked.Id))
                ids.Add((await reader.Next()).Id);
            ids.Should().NotContain(first.Id).And.Contain(seen.Skip(1).Select(one => one.Id)).And.OnlyHaveUniqueItems();
        }
    }

    [Fact]
    public async Task A_stream_that_is_lost_before_its_first_event_goes_on_where_it_began_in_the_order_of_what_happened()
    {
        var key = await host.NewTenantKey();
        var beginning = await KeyedStream.Beginning(host, key);

        // Both events of each are of one moment.
        var numbers = new List<string>();
        for (var i = 0; i < 6; i++)
            numbers.Add((await host.NewLink(key: key)).NumberId());

        await using var again = await KeyedStream.Open(host, key, $"?after={beginning}");
        await using var browser = await KeyedStream.Open(host, key, "", ("Last-Event-ID", beginning));
        foreach (var reader in new[] { again, browser })
        {
            foreach (var number in numbers)
            {
                var seen = new[] { await reader.Next(), await reader.Next() };
                seen.Select(one => one.Name).Should().Equal("number.created", "link.created");
                seen.Should().OnlyContain(one => one.Data.Contains(number));
            }
        }
    }

    [Fact]
    public async Task A_number_key_follows_its_own_number_and_another_tenant_sees_nothing()
    {
        var (own, other) = (await host.StartedLink(), await host.StartedLink());
        await using var numbers = await KeyedStream.Open(host, await host.NewNumberKey(own.Link.NumberId()));
        await using var strangers = await KeyedStream.Open(host, await host.NewTenantKey());

        foreach (var (link, _) in new[] { other, own })
            (await host.Simulate(link.NumberId(), "scan")).Expect(200);

        (await numbers.Next()).Data.Should().Contain(own.Link.NumberId()).And.NotContain(other.Link.NumberId());
        strangers.HasNext.Should().BeFalse();
    }

    [Theory]
    [InlineData("evt_00000000000000000000000001")]
    [InlineData("num_00000000000000000000000001")]
    [InlineData("yesterday")]
    [InlineData("2026-11-30")]
    [InlineData("2999-01-01T00:00:00.000Z")]
    public async Task What_is_no_event_of_the_caller_is_no_place_to_begin(string after) =>
        (await host.Get($"/v1/events/stream?after={after}")).ShouldNameFields("after");

    [Fact]
    public async Task Another_tenant_s_event_is_no_place_to_begin()
    {
        var link = await host.NewLink();
        var id = (await host.Events(link.LinkId(), "link.created"))[0].Id();

        (await host.Get($"/v1/events/stream?after={id}", await host.NewTenantKey())).ShouldNameFields("after");
        (await host.Get($"/v1/events/stream?after={id}", await host.NewNumberKey(await host.NewNumber()))).ShouldNameFields("after");
        foreach (var (key, status) in new[] { (await host.NewTenantKey(), 400), (host.Tenant.Key.Raw.Value, 200) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, $"/v1/events/stream?after={id}") { Headers = { { "x-api-key", key } } };
            using var response = await host.Http.SendAsync(request);
            ((int)response.StatusCode).Should().Be(status);
        }
    }

    [Fact]
    public async Task The_stream_ends_with_its_key()
    {
        var number = await host.NewNumber();
        var key = await host.NewNumberKey(number);
        await using var stream = await KeyedStream.Open(host, key);

        await host.Execute("update api_keys set revoked_at = now() - interval '1 second' where number_id = @id",
            new { id = Scene.Uuid(number) });

        (await stream.TryNext()).Should().BeNull();
    }

    [Fact]
    public async Task Eight_streams_at_once_are_a_key_s_share()
    {
        var key = await host.NewTenantKey();
        var streams = new List<KeyedStream>();
        for (var i = 0; i < 8; i++)
            streams.Add(await KeyedStream.Open(host, key));

        (await host.Get("/v1/events/stream", key)).ShouldBeRefused(429, "RATE_LIMITED");
        foreach (var stream in streams)
            await stream.DisposeAsync();
    }
}
