using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Gateways;

/// <summary>Our own gateway on a fake WhatsApp: one process of each for the tests of a class, started by the first that wants it.</summary>
public sealed class BaileysRig : IAsyncLifetime
{
    private readonly Lazy<Task<(FakeWhatsApp WhatsApp, GatewayRig Rig)>> _started = new(Start);

    public async Task<FakeWhatsApp> WhatsApp() => (await _started.Value).WhatsApp;

    internal async Task<GatewayRig> Rig() => (await _started.Value).Rig;

    private static async Task<(FakeWhatsApp WhatsApp, GatewayRig Rig)> Start()
    {
        var whatsApp = await FakeWhatsApp.Start();
        var rig = await GatewayRig.Start(whatsApp.Settings("main"));
        await rig.Run();
        await Ready(rig);
        return (whatsApp, rig);
    }

    /// <summary>Until the process has connected and said which client it is.</summary>
    internal static async Task Ready(GatewayRig rig)
    {
        await Eventually(async () => await rig.Gateway.Probe(default) is { Failure: null, Version: not null },
            () => string.Join('\n', rig.Log.Lines.TakeLast(20)));
    }

    /// <summary>Looks again and again until it is so.</summary>
    internal static async Task Eventually(Func<Task<bool>> isSo, Func<string>? state = null)
    {
        for (var check = 0; check < 3000; check++)
        {
            if (await isSo())
                return;
            await Task.Delay(10);
        }

        throw new InvalidOperationException("It never came to be: " + state?.Invoke());
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (!_started.IsValueCreated)
            return;
        var (whatsApp, rig) = await _started.Value;
        await rig.DisposeAsync();
        await whatsApp.DisposeAsync();
    }
}
