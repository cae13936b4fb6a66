using PilotPairing.Application.Access;
using PilotPairing.Domain.Access;
using PilotPairing.FakeEvolution;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Gateways;

/// <summary>
/// The whole application with an Evolution server for its live tenants, which sends it notifications over HTTP as a real one does.
/// </summary>
public sealed class EvolutionHost : IAsyncLifetime
{
    internal ApiHost Api { get; } = new();

    internal EvolutionServer Server { get; private set; } = null!;

    /// <summary>By which QR codes turn; the application goes by the real one.</summary>
    internal FakeClock Time { get; } = new();

    internal TenantCreated Tenant { get; private set; } = null!;

    internal string Key => Tenant.Key.Raw.Value;

    public async Task InitializeAsync()
    {
        Server = await EvolutionServer.Start(Time);
        Api.Settings["Gateways:main:Kind"] = "evolution";
        Api.Settings["Gateways:main:BaseUrl"] = Server.Url;
        Api.Settings["Gateways:main:ApiKey"] = Server.ApiKey;
        Api.Settings["Gateways:main:DeviceName"] = "Chrome <{0}>";
        // One phone is started again and again here; what it may be in earnest has tests of its own.
        Api.Settings["PairingBudget:PerQuarterHour"] = "1000";
        Api.Settings["PairingBudget:PerDay"] = "1000";
        await Api.InitializeAsync();
        Tenant = await Api.NewTenant(TenantMode.Live);
    }

    public async Task DisposeAsync()
    {
        await Api.DisposeAsync();
        await Server.DisposeAsync();
    }

    internal Task<System.Text.Json.JsonElement> NewLink() => Api.NewLink(key: Key);

    internal FakeInstance InstanceOf(System.Text.Json.JsonElement link) =>
        Server.Instance(link.GetProperty("instance").Text("instanceName"));

    internal async Task<System.Text.Json.JsonElement> Connected(string phone = Scene.Phone)
    {
        var link = await NewLink();
        (await Api.Connect(link.Token())).Expect(200);
        InstanceOf(link).Scan(phone);
        await Scene.Eventually(async () => await State(link) == "OPEN");
        return link;
    }

    internal async Task<string> State(System.Text.Json.JsonElement link) =>
        await Api.Query<string>("select upper(state) from numbers where id = @id", new { id = Scene.Uuid(link.NumberId()) });
}
