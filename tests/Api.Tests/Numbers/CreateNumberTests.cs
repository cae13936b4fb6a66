using System.Text.Json;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Tests.Numbers;

/// <summary>Numbers whose QR code the SaaS shows itself: making one.</summary>
public sealed class CreateNumberTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_number_is_made_with_something_to_scan()
    {
        var made = (await host.Post("/v1/numbers",
            new { name = "Loja", number = "+55 11 91111-0001", externalRef = "r1", metadata = new { a = "1" } })).Expect(201);

        var instance = made.GetProperty("instance");
        instance.Text("id").Should().StartWith("num_");
        instance.Text("instanceName").Should().StartWith("pp-");
        instance.Text("number").Should().Be("5511911110001");
        instance.Text("name").Should().Be("Loja");
        instance.Text("state").Should().Be("CONNECTING");
        instance.Text("status").Should().Be("CONNECTING");
        made.Text("qrcodeBase64").Should().StartWith("data:image/png;base64,iVBOR");
        made.Text("pairingCode").Should().HaveLength(9);
        made.GetProperty("linkedApiKeyId").ValueKind.Should().Be(JsonValueKind.Null);
        made.Has("duplicateOf").Should().BeFalse();
        made.Has("pairingError").Should().BeFalse();
        var reported = (await host.Events(instance.Text("id"), "number.created")).Should().ContainSingle().Subject;
        reported.Text("externalRef").Should().Be("r1");
        reported.Has("linkId").Should().BeFalse();
    }

    [Fact]
    public async Task A_second_number_with_the_same_phone_names_the_first()
    {
        var first = (await host.Post("/v1/numbers", new { name = "Loja", number = "5511922220001" })).Expect(201).GetProperty("instance")
            .Text("id");
        var second = (await host.Post("/v1/numbers", new { name = "Loja", number = "+55 (11) 92222.0001" })).Expect(201);
        second.Text("duplicateOf").Should().Be(first);

        (await host.Call("DELETE", $"/v1/numbers/{first}")).Expect(200);
        (await host.Call("DELETE", $"/v1/numbers/{second.GetProperty("instance").Text("id")}")).Expect(200);
        (await host.Post("/v1/numbers", new { name = "Loja", number = "5511922220001" })).Expect(201).Has("duplicateOf").Should()
            .BeFalse("removed numbers do not count");
    }

    [Fact]
    public async Task Another_tenants_phone_is_no_duplicate()
    {
        (await host.Post("/v1/numbers", new { name = "Loja", number = "5511933330001" })).Expect(201);
        var stranger = await host.NewTenant();

        (await host.Post("/v1/numbers", new { name = "Loja", number = "5511933330001" }, stranger.Key.Raw.Value)).Expect(201)
            .Has("duplicateOf").Should().BeFalse();
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_costs_the_QR_code_and_not_the_number()
    {
        var live = (await host.NewTenant(TenantMode.Live)).Key.Raw.Value;

        var made = (await host.Post("/v1/numbers", new { name = "Loja", number = Scene.Phone }, live)).Expect(201);

        made.GetProperty("instance").Text("state").Should().Be("CLOSE");
        made.GetProperty("instance").Text("status").Should().Be("CLOSE");
        made.GetProperty("qrcodeBase64").ValueKind.Should().Be(JsonValueKind.Null);
        made.GetProperty("pairingCode").ValueKind.Should().Be(JsonValueKind.Null);
        made.GetProperty("pairingError").Text("code").Should().Be("GATEWAY_UNAVAILABLE");
        made.GetProperty("pairingError").Text("message").Should().NotBeEmpty();
        var id = made.GetProperty("instance").Text("id");
        (await host.Events(id, "number.created")).Should().ContainSingle();
        (await host.Get($"/v1/numbers/{id}/status", live)).Expect(200).Text("state").Should().Be("CLOSE");
        (await host.Get($"/v1/numbers/{id}/connect", live)).ShouldBeRefused(503, "GATEWAY_UNAVAILABLE");
    }

    [Fact]
    public async Task A_number_made_this_way_takes_no_other_phone()
    {
        var id = (await host.Post("/v1/numbers", new { name = "Loja", number = Scene.Phone })).Expect(201).GetProperty("instance")
            .Text("id");

        (await host.Simulate(id, "wrong_number")).Expect(200).Text("phase").Should().Be("number_mismatch");
        (await host.Get($"/v1/numbers/{id}/connect")).Expect(200);
        (await host.Simulate(id, "scan")).Expect(200).Text("state").Should().Be("OPEN");
        (await host.Events(id, "number.connected")).Should().ContainSingle().Which.Has("linkId").Should().BeFalse();
    }

    [Theory]
    [InlineData("", "name", "number")]
    [InlineData("""{"name":"Loja"}""", "number")]
    [InlineData("""{"name":"","number":"12"}""", "name", "number")]
    [InlineData("""{"name":5,"number":5,"linkToApiKey":5,"externalRef":5,"metadata":5}""", "name", "number", "linkToApiKey", "externalRef",
        "metadata")]
    [InlineData("""{"name":"a\u0000","number":"+5511999999999","externalRef":"a\u0000"}""", "name", "externalRef")]
    [InlineData("""{"name":"\ud800","number":"\ud800"}""", "name", "number")]
    public async Task A_number_that_cannot_be_is_refused_with_every_reason(string body, params string[] fields) =>
        (await host.Post("/v1/numbers", body)).ShouldNameFields(fields);

    [Fact]
    public async Task A_number_is_made_with_a_key_only() =>
        (await host.Post("/v1/numbers", new { name = "Loja", number = Scene.Phone }, "")).ShouldBeRefused(401, "UNAUTHORIZED");
}
