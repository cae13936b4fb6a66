using System.Text.Json;

namespace PilotPairing.Api.Tests.Meta;

/// <summary>Links that offer a QR code and Meta.</summary>
public sealed class BothWaysTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly string[] Methods = ["qr", "meta"];

    [Fact]
    public async Task The_number_of_the_link_becomes_a_Meta_number()
    {
        var phone = MetaScene.NewPhone();
        var link = await NewLink(phone);
        var second = (await host.Post("/v1/numbers/remote-pairing", new { reconnect = new { numberId = link.NumberId() } })).Expect(201);
        (await host.Connect(link.Token(), new { method = "qr" })).Expect(200);

        var done = (await host.CompleteEmbedded(link, $"simulated-{phone}")).Expect(200);

        done.Text("numberId").Should().Be(link.NumberId());
        var item = (await host.Get($"/v1/numbers/{link.NumberId()}")).Expect(200);
        (item.Text("provider"), item.Text("state"), item.Text("name")).Should().Be(("META", "OPEN", "Loja"));
        (await host.Events(link.NumberId(), "number.created")).Should().ContainSingle().Which.Text("provider").Should().Be("PILOT_STATUS");
        (await host.Events(link.NumberId(), "number.connected")).Should().ContainSingle().Which.Text("provider").Should().Be("META");
        (await host.Get($"/v1/links/{second.LinkId()}")).Expect(200).Text("status").Should().Be("used");
        (await host.Query<long>("select count(*) from pairing_attempts where number_id = @id and ended_at is null",
            new { id = Scene.Uuid(link.NumberId()) })).Should().Be(0);
        await Scene.Eventually(async () =>
            await host.Query<long>("select count(*) from simulator_sessions where instance_name = @name",
                new { name = item.Text("instanceName") }) == 0);
        (await host.Get($"/v1/numbers/{link.NumberId()}/connect")).ShouldBeRefused(400, "NOT_SUPPORTED_FOR_META");
    }

    [Fact]
    public async Task Another_phone_than_the_one_asked_for_is_refused_and_the_QR_code_still_works()
    {
        var phone = MetaScene.NewPhone();
        var link = await NewLink(phone);

        var refused = await host.CompleteEmbedded(link, $"simulated-{MetaScene.NewPhone()}");

        refused.ShouldBeRefused(422, "META_REJECTED");
        refused.Json.GetProperty("details").Text("message").Should().Contain("another number");
        (await host.Connect(link.Token(), new { method = "qr" })).Expect(200);
        (await host.Simulate(link.NumberId(), "scan")).Expect(200).Text("state").Should().Be("OPEN");
        (await host.Get($"/v1/numbers/{link.NumberId()}")).Expect(200).Text("provider").Should().Be("PILOT_STATUS");
    }

    [Fact]
    public async Task A_lenient_link_takes_another_phone()
    {
        var (asked, phone) = (MetaScene.NewPhone(), MetaScene.NewPhone());
        var link = await host.NewLink(new { name = "Loja", number = asked, methods = Methods, numberPolicy = "allow" });

        (await host.CompleteEmbedded(link, $"simulated-{phone}")).Expect(200).Text("number").Should().Be(phone);

        var item = (await host.Get($"/v1/numbers/{link.NumberId()}")).Expect(200);
        (item.Text("number"), item.Text("connectedNumber")).Should().Be((asked, phone));
    }

    [Fact]
    public async Task A_pairing_by_QR_code_after_all_is_shown()
    {
        var link = await NewLink(MetaScene.NewPhone());
        (await host.Report(link, "meta_opened")).Expect(204);
        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("meta_waiting");

        (await host.Connect(link.Token(), new { method = "qr" })).Expect(200);

        (await host.Info(link.Token())).Expect(200).Text("phase").Should().Be("awaiting_scan");
        (await host.CompleteCredentials(link, MetaScene.NewPhone())).ShouldBeRefused(400, "NOT_SUPPORTED_FOR_LINK");
    }

    private Task<JsonElement> NewLink(string phone) => host.NewLink(new { name = "Loja", number = phone, methods = Methods });
}
