namespace PilotPairing.Api.Tests.Numbers;

/// <summary>The list of numbers where it is very long, and filters that name no state of a number.</summary>
public sealed class ListNumbersTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Without_a_limit_ten_thousand_are_returned_at_once_and_the_rest_behind_a_link()
    {
        var tenant = await host.NewTenant();
        await host.Execute(
            """
            insert into numbers (id, tenant_id, number, name, provider, state, metadata, created_at, updated_at)
            select gen_random_uuid(), @tenant, '5511900000000', 'Loja', 'PilotStatus', 'Close', '{}', now() - n * interval '1 second', now() from generate_series(1, 10001) n
            """,
            new { tenant = tenant.Tenant.Id.Value });

        var all = await host.Get("/v1/numbers", tenant.Key.Raw.Value);

        all.Expect(200).GetArrayLength().Should().Be(10_000);
        var next = all.Headers["link"];
        next.Should().StartWith("<http://").And.EndWith(">; rel=\"next\"");
        var rest = await host.Get(new Uri(next[1..next.IndexOf('>', StringComparison.Ordinal)]).PathAndQuery, tenant.Key.Raw.Value);
        rest.Expect(200).GetArrayLength().Should().Be(1);
        rest.Headers.Should().NotContainKey("link");
    }

    [Fact]
    public async Task The_list_of_keys_is_cut_like_the_list_of_numbers()
    {
        var tenant = await host.NewTenant();
        var key = tenant.Key.Raw.Value;
        await host.Execute(
            """
            insert into numbers (id, tenant_id, number, name, provider, state, metadata, created_at, updated_at)
            select gen_random_uuid(), @tenant, '5511900000000', 'Loja ' || n, 'PilotStatus', 'Close', '{}', now() - n * interval '1 second', now() from generate_series(1, 201) n
            """,
            new { tenant = tenant.Tenant.Id.Value });

        (await host.Get("/v1/api-keys", key)).Expect(200).GetArrayLength().Should().Be(201);
        var first = await host.Get("/v1/api-keys?limit=200", key);
        first.Expect(200).EnumerateArray().First().Text("displayName").Should().Be("Loja 1");
        var next = first.Headers["link"];
        (await host.Get(new Uri(next[1..next.IndexOf('>', StringComparison.Ordinal)]).PathAndQuery, key)).Expect(200)
            .EnumerateArray().Should().ContainSingle().Which.Text("displayName").Should().Be("Loja 201");
        (await host.Get("/v1/api-keys?limit=201&cursor=x", key)).ShouldNameFields("limit", "cursor");
    }

    [Fact]
    public async Task A_removed_number_has_no_state_to_ask_for_and_its_event_says_closed()
    {
        var link = await host.NewLink();
        (await host.Call("DELETE", $"/v1/numbers/{link.NumberId()}")).Expect(200);

        (await host.Get("/v1/numbers?state=REMOVED")).ShouldNameFields("state");
        (await host.Events(link.NumberId(), "number.removed")).Single().Text("state").Should().Be("CLOSE");
    }
}
