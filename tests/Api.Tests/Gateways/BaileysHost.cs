using System.Text.Json;
using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Gateways;

/// <summary>The whole application with its own WhatsApp gateway for live tenants, on a fake WhatsApp whose phones the test plays.</summary>
public sealed class BaileysHost : IAsyncLifetime
{
    internal ApiHost Api { get; } = new();

    internal FakeWhatsApp WhatsApp { get; private set; } = null!;

    internal TenantCreated Tenant { get; private set; } = null!;

    internal string Key => Tenant.Key.Raw.Value;

    public async Task InitializeAsync()
    {
        WhatsApp = await FakeWhatsApp.Start();
        foreach (var name in Api.Settings.Keys.Where(name => name.StartsWith("Gateways:", StringComparison.Ordinal)).ToList())
            Api.Settings.Remove(name);
        foreach (var (name, value) in WhatsApp.Settings("main"))
            Api.Settings[name] = value;
        Api.Settings["PairingBudget:PerQuarterHour"] = "1000";
        Api.Settings["PairingBudget:PerDay"] = "1000";
        await Api.InitializeAsync();
        Tenant = await Api.NewTenant(TenantMode.Live);
        const string Ready = "select count(*) from gateway_nodes where whatsapp_version is not null";
        await Scene.Eventually(async () => await Api.Query<long>(Ready) == 1);
    }

    public async Task DisposeAsync()
    {
        await Api.DisposeAsync();
        await WhatsApp.DisposeAsync();
    }

    internal Task<JsonElement> NewLink(string phone) => Api.NewLink(new { name = "Loja", number = phone }, Key);

    /// <summary>What a phone's camera sees: the picture's payload is stored with the attempt.</summary>
    internal Task<string> QrOf(JsonElement link) => Api.Query<string>(
        "select qr_payload from pairing_attempts where number_id = @id and ended_at is null", new { id = Scene.Uuid(link.NumberId()) });

    internal Task<string> State(JsonElement link) =>
        Api.Query<string>("select upper(state) from numbers where id = @id", new { id = Scene.Uuid(link.NumberId()) });

    internal async Task<JsonElement> Connected(string phone)
    {
        var link = await NewLink(phone);
        (await Api.Connect(link.Token())).Expect(200);
        await WhatsApp.Scan(await QrOf(link), phone);
        await Scene.Eventually(async () => await State(link) == "OPEN");
        return link;
    }
}
