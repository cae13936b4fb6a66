using Dapper;
using Npgsql;
using PilotPairing.Application.Gateways;
using PilotPairing.Infrastructure.Gateways.Baileys;

namespace PilotPairing.Infrastructure.Tests.Gateways;

/// <summary>A process of our own gateway that connects and then answers slowly, wrongly or not at all.</summary>
public sealed class HangingProcessTests : IAsyncLifetime
{
    /// <summary>Much less than a call waits for its answer.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);
    private readonly string _folder = Directory.CreateTempSubdirectory("pp-hanging-").FullName;
    private GatewayRig _rig = null!;

    public async Task InitializeAsync()
    {
        var packages = new GatewayProgram(_folder).Packages;
        Directory.CreateDirectory(Path.GetDirectoryName(packages)!);
        await File.WriteAllTextAsync(packages, "{}");
        await File.WriteAllTextAsync(Path.Combine(_folder, "gateway.mjs"),
            """
            import net from 'node:net';
            import { createInterface } from 'node:readline';
            const input = createInterface({ input: process.stdin });
            input.once('close', () => process.exit(0));
            const settings = JSON.parse(await new Promise((resolve) => input.once('line', resolve)));
            const socket = net.connect(settings.address, () =>
              socket.write(settings.secret + '\n' + JSON.stringify({ event: 'ready', version: '2.3000.1', current: null, failure: 'ENOTFOUND' }) + '\n'));
            createInterface({ input: socket }).on('line', (line) => {
              const request = JSON.parse(line);
              if (request.phone !== '5511955550001') socket.write(JSON.stringify({ id: request.id, ok: true }) + '\n');
            });
            """);
        _rig = await GatewayRig.Start(new() { ["WhatsAppGatewayDirectory"] = _folder, ["Gateways:main:Kind"] = "baileys" });
        await _rig.Run();
        await BaileysRig.Eventually(async () => await _rig.Gateway.Probe(default) is { Failure: null, Version: not null });
    }

    public async Task DisposeAsync()
    {
        await _rig.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_number_whose_opening_is_not_answered_holds_up_neither_the_beat_nor_other_numbers()
    {
        var (silent, other) = (GatewayRig.Session("5511955550001"), GatewayRig.Session("5511955550002"));
        (await _rig.Gateway.StartPairing(silent, null, default)).Refusal.Should().BeNull();
        await BaileysRig.Eventually(() => IsOwned(silent));

        (await _rig.Gateway.StartPairing(other, null, default)).Refusal.Should().BeNull();

        await BaileysRig.Eventually(() => Task.FromResult(_rig.Get<BaileysNodes>().Of("main")!.Runs(other.Number))).WaitAsync(Soon);
        _rig.Get<BaileysNodes>().Of("main")!.Runs(silent.Number).Should().BeFalse();
    }

    [Fact]
    public async Task A_WhatsApp_that_is_not_reached_is_named_with_its_reason_and_logged_once()
    {
        const string Reason = "its name does not resolve";

        await BaileysRig.Eventually(async () => (await _rig.Gateway.Probe(default)).Warning?.Contains(Reason) == true);
        _rig.Log.Lines.Where(line => line.StartsWith("Warning 6021", StringComparison.Ordinal)).Should().ContainSingle()
            .Which.Should().Contain(Reason);
    }

    private async Task<bool> IsOwned(GatewaySession session)
    {
        await using var connection = await _rig.Get<NpgsqlDataSource>().OpenConnectionAsync();
        return await connection.ExecuteScalarAsync<bool>(
            "select owner is not null from baileys_sessions where number_id = @number", new { number = session.Number.Value });
    }
}
