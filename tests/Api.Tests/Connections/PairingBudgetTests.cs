using System.Text.Json;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.Connections;

/// <summary>A phone that tried too often, as its customer and the SaaS see it; the counting itself is tested on the database.</summary>
public sealed class PairingBudgetTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData(null, "Qr")]
    [InlineData("qr", "Qr")]
    [InlineData("code", "Code")]
    public async Task Beyond_the_budget_of_its_phone_a_link_cools_down_and_says_until_when(string? method, string counted)
    {
        var link = await LiveLink();
        var phone = link.GetProperty("instance").Text("number");
        await Started(phone, counted, 3);

        var refused = await host.Connect(link.Token(), new { method });

        refused.ShouldBeRefused(429, "PAIRING_COOLDOWN");
        var until = refused.Json.GetProperty("details").GetProperty("until").GetDateTimeOffset();
        until.Should().BeCloseTo(TimeProvider.System.GetUtcNow().AddMinutes(14), TimeSpan.FromSeconds(20));
        int.Parse(refused.Headers["retry-after"], System.Globalization.CultureInfo.InvariantCulture).Should().BeInRange(800, 840);
        await Scene.Eventually(async () =>
            (await host.Get($"/v1/links/{link.LinkId()}", _key)).Expect(200) is var own && own.Has("failureReason")
                && own.Text("failureReason") == "cooling_down");
        var status = (await host.Status(link.Token())).Expect(200);
        (status.Text("phase"), status.Text("coolingMethod")).Should().Be(("cooling_down", counted.ToLowerInvariant()));
        status.GetProperty("coolingUntil").GetDateTimeOffset().Should().Be(until);
        refused.Json.GetProperty("details").Text("method").Should().Be(counted.ToLowerInvariant());
        await using (var stream = await EventReader.Open(host, link.Token()))
            (await stream.Next()).Data.Text("coolingMethod").Should().Be(counted.ToLowerInvariant());
        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("cooling_down");
        (await host.Connect(link.Token(), new { method })).ShouldBeRefused(429, "PAIRING_COOLDOWN");
        (await host.Events(link.LinkId(), "link.failed")).Should().ContainSingle().Which.Text("reason").Should().Be("cooling_down");
    }

    [Fact]
    public async Task Where_both_methods_are_used_up_no_single_method_is_named_as_cooling()
    {
        var link = await LiveLink();
        var phone = link.GetProperty("instance").Text("number");
        await Started(phone, "Qr", 3);
        await Started(phone, "Code", 3);

        var refused = await host.Connect(link.Token(), new { method = "qr" });

        refused.ShouldBeRefused(429, "PAIRING_COOLDOWN");
        refused.Json.GetProperty("details").Has("method").Should().BeFalse();
        var status = (await host.Status(link.Token())).Expect(200);
        (status.Text("phase"), status.Has("coolingMethod")).Should().Be(("cooling_down", false));
        (await host.Connect(link.Token(), new { method = "code" })).ShouldBeRefused(429, "PAIRING_COOLDOWN");
    }

    [Fact]
    public async Task A_link_of_another_tenant_for_the_same_phone_gets_the_same_answer()
    {
        var first = await LiveLink();
        var phone = first.GetProperty("instance").Text("number");
        await Started(phone, "Qr", 8);

        (await host.Connect((await LiveLink(phone)).Token())).ShouldBeRefused(429, "PAIRING_COOLDOWN");
    }

    [Fact]
    public async Task A_gateway_that_started_nothing_costs_nothing()
    {
        var link = await LiveLink();

        for (var press = 0; press < 5; press++)
            (await host.Connect(link.Token())).ShouldBeRefused(503, "GATEWAY_UNAVAILABLE");

        (await host.Query<long>("select count(*) from pairing_starts where phone = @phone",
            new { phone = link.GetProperty("instance").Text("number") })).Should().Be(0);
    }

    [Fact]
    public async Task The_simulator_is_not_limited_until_configured()
    {
        var link = await host.NewLink();
        await Started(Scene.Phone, "Qr", 8);
        (await host.Connect(link.Token())).Expect(200);

        (await host.Connect(link.Token(), new { method = "code" })).Expect(200);
        (await host.Simulate(link.NumberId(), "rate_limited")).Expect(200);

        foreach (var method in new[] { null, "qr", "code" })
            (await host.Connect(link.Token(), new { method })).ShouldBeRefused(429, "PAIRING_COOLDOWN");
        (await host.Status(link.Token())).Expect(200).Has("coolingMethod").Should().BeFalse("the gateway limits the number, not a way");
    }

    private string? _key;
    private static int _phones;

    private async Task<JsonElement> LiveLink(string? phone = null)
    {
        _key = (await host.NewTenant(TenantMode.Live)).Key.Raw.Value;
        return await host.NewLink(new { name = "Loja", number = phone ?? $"55119000{Interlocked.Increment(ref _phones):00000}" }, _key);
    }

    private Task Started(string phone, string method, int times) => host.Execute(
        """
        insert into pairing_starts (phone, method, attempt_id, started_at)
        select @phone, @method, gen_random_uuid(), now() - interval '1 minute' from generate_series(1, @times)
        """,
        new { phone, method, times });
}
