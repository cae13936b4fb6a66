using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Infrastructure.Gateways.Baileys;

namespace PilotPairing.Api.Tests.Gateways;

/// <summary>
/// Live numbers on our own gateway from the link to the event, over HTTP; its adapter and its process have tests of their own.
/// </summary>
public sealed class BaileysTests(BaileysHost host) : IClassFixture<BaileysHost>, IAsyncLifetime
{
    public async Task InitializeAsync() => await host.WhatsApp.Mode("normal");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_scan_connects_the_number_at_once_and_a_text_can_be_sent_from_it()
    {
        const string Phone = "5511970000001";
        var link = await host.NewLink(Phone);
        var artifact = (await host.Api.Connect(link.Token())).Expect(200);
        artifact.Text("qrcodeBase64").Should().StartWith("data:image/png;base64,");
        artifact.Text("pairingCode").Should().MatchRegex("^[1-9A-Z]{4}-[1-9A-Z]{4}$");

        await host.WhatsApp.Scan(await host.QrOf(link), Phone);

        await Scene.Eventually(async () => await host.State(link) == "OPEN");
        var connected = (await host.Api.Events(link.NumberId(), "number.connected")).Should().ContainSingle().Subject;
        connected.Text("connectedNumber").Should().Be("+" + Phone);
        (await host.Api.Get($"/v1/numbers/{link.NumberId()}/status", host.Key)).Expect(200).Text("state").Should().Be("OPEN");
    }

    [Fact]
    public async Task A_typed_code_connects_the_number()
    {
        const string Phone = "5511970000002";
        var link = await host.NewLink(Phone);
        var artifact = (await host.Api.Connect(link.Token(), new { method = "code" })).Expect(200);

        await host.WhatsApp.TypeCode(artifact.Text("pairingCode"), Phone);

        await Scene.Eventually(async () => await host.State(link) == "OPEN");
    }

    [Fact]
    public async Task The_wrong_phone_is_unlinked_at_WhatsApp_and_the_link_can_be_used_again()
    {
        const string Phone = "5511970000003", Wrong = "5521970000003";
        var link = await host.NewLink(Phone);
        (await host.Api.Connect(link.Token())).Expect(200);

        await host.WhatsApp.Scan(await host.QrOf(link), Wrong);

        await Scene.Eventually(async () => (await host.Api.Events(link.NumberId(), "number.mismatch")).Count == 1);
        await Scene.Eventually(async () => !await host.WhatsApp.IsLinked(Wrong));
        (await host.Api.Connect(link.Token())).Expect(200);
        await host.WhatsApp.Scan(await host.QrOf(link), Phone);
        await Scene.Eventually(async () => await host.State(link) == "OPEN");
    }

    [Fact]
    public async Task A_number_that_is_deleted_is_unlinked_at_WhatsApp()
    {
        const string Phone = "5511970000004";
        var link = await host.Connected(Phone);

        (await host.Api.Call("DELETE", $"/v1/numbers/{link.NumberId()}", key: host.Key)).Expect(200);

        await Scene.Eventually(async () => !await host.WhatsApp.IsLinked(Phone));
    }

    [Fact]
    public async Task Unlinked_on_the_phone_it_is_disconnected_at_once_with_the_reason()
    {
        const string Phone = "5511970000005";
        var link = await host.Connected(Phone);

        await host.WhatsApp.Unlink(Phone);

        await Scene.Eventually(async () => await host.State(link) == "CLOSE");
        var disconnected = (await host.Api.Events(link.NumberId(), "number.disconnected")).Should().ContainSingle().Subject;
        disconnected.Text("reason").Should().Be("logged_out");
    }

    [Fact]
    public async Task A_passkey_that_the_phone_asks_for_is_shown_for_certain()
    {
        const string Phone = "5511970000006";
        var link = await host.NewLink(Phone);
        (await host.Api.Connect(link.Token())).Expect(200);
        await host.WhatsApp.Mode("passkey");

        await host.WhatsApp.Scan(await host.QrOf(link), Phone);

        await Scene.Eventually(async () => (await host.Api.Events(link.NumberId(), "number.passkey_required")).Count == 1);
    }

    [Fact]
    public async Task A_process_that_is_killed_with_an_open_number_disconnects_nobody()
    {
        const string Phone = "5511970000007";
        var link = await host.Connected(Phone);
        using (var process = Process.GetProcessById(host.Api.App.Services.GetRequiredService<BaileysNodes>().Of("main")!.ProcessId!.Value))
            process.Kill();

        await Scene.Eventually(async () => await Status(link) == "Lost");
        await Scene.Eventually(async () => await Status(link) == "Open");
        (await host.State(link)).Should().Be("OPEN");
        (await host.Api.Events(link.NumberId(), "number.disconnected")).Should().BeEmpty();
    }

    private Task<string> Status(System.Text.Json.JsonElement link) =>
        host.Api.Query<string>("select status from baileys_sessions where number_id = @id", new { id = Scene.Uuid(link.NumberId()) });
}
