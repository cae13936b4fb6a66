using PilotPairing.Application.Gateways;
using PilotPairing.Domain;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Gateways;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Telemetry;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>
/// Our own gateway: sessions run in a process beside the nodes that do background work. What is asked of a session is written to its row,
/// where the node that runs it finds it, and its state is read from there; so every node can be asked.
/// </summary>
internal sealed class BaileysGateway(
    GatewayOptions options, GatewayProgram program, BaileysRepository sessions, BaileysNodes nodes, SendQueue sends, TimeProvider clock)
    : IWhatsAppGateway
{
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromMilliseconds(25);

    public string? DeviceName => options.DeviceName ?? "Chrome (Mac OS)";

    public async Task<Result<Done>> StartPairing(GatewaySession session, PairingMethod? method, CancellationToken cancellationToken)
    {
        if (Failure(await sessions.Nodes(options.Name, cancellationToken)) is { } failure)
        {
            Meters.Called(options.Name, "Unreachable", TimeSpan.Zero);
            return failure;
        }

        var wanted = method switch
        {
            PairingMethod.Qr => BaileysMethod.Qr,
            PairingMethod.Code => BaileysMethod.Code,
            _ => BaileysMethod.Both,
        };
        // Connected since the last check: starting it again would unlink the device.
        await sessions.Begin(session, options.Name, wanted, clock.GetUtcNow(), cancellationToken);
        return default(Done);
    }

    public async Task<SessionReport> GetState(GatewaySession session, CancellationToken cancellationToken) =>
        (await sessions.Find(session.Number, cancellationToken))?.At(clock.GetUtcNow()) ?? new SessionReport.Idle();

    public Task<Result<Done>> Logout(GatewaySession session, CancellationToken cancellationToken) => End(session, cancellationToken);

    public Task<Result<Done>> Delete(GatewaySession session, CancellationToken cancellationToken) => End(session, cancellationToken);

    public async Task<SendOutcome> SendText(GatewaySession session, PhoneNumber recipient, string text, CancellationToken cancellationToken)
    {
        if (await sessions.Find(session.Number, cancellationToken) is not { Status: BaileysStatus.Open, IsOwned: true })
            return SendAnswer.NotConnected.Outcome;
        var sent = nodes.Of(options.Name)?.Send(session.Number, recipient.Digits, text, cancellationToken)
            ?? sends.Send(session, recipient.Digits, text, cancellationToken);
        return (await sent).Outcome;
    }

    public async Task<GatewayHealth> Probe(CancellationToken cancellationToken)
    {
        var alive = await sessions.Nodes(options.Name, cancellationToken);
        if (alive.Count == 0)
            return await ProbeInstallation(cancellationToken);
        var best = alive[0];
        var version = best.WhatsAppVersion is null ? null : $"Node.js {best.NodeVersion}, WhatsApp {best.WhatsAppVersion}";
        return Failure(alive) is { } failure
            ? new(Reachable: false, null, null, version, failure, best.Failure)
            : new(Reachable: true, KeyAccepted: true, Activated: true, version, null,
                Warning: alive.Select(Warning).FirstOrDefault(warning => warning is not null));
    }

    private async Task<GatewayHealth> ProbeInstallation(CancellationToken cancellationToken)
    {
        var installation = await NodeInstallation.Check(program, cancellationToken);
        return new(Reachable: false, null, null, installation.Version, new GatewayUnavailable(),
            "No server with the role worker or all runs it" + (installation.Failure is { } failure ? $"; here: {failure}" : ""));
    }

    private static string? Warning(NodeState node) => node switch
    {
        { Warning: { } warning } => warning,
        { WhatsAppVersion: null } => "Its process has just started and has not connected yet.",
        _ when node.WhatsAppCurrent is { } current && current != node.WhatsAppVersion =>
            $"Sessions say that they are WhatsApp {node.WhatsAppVersion}, and WhatsApp has {current}: it may refuse them.",
        _ => null,
    };

    /// <summary>Null when one of the living nodes can work; those that can come first.</summary>
    private static Refusal? Failure(IReadOnlyList<NodeState> alive) => alive switch
    {
        [] => new GatewayUnavailable(),
        [{ Failure: { } failure }, ..] => new GatewayError(failure),
        _ => null,
    };

    /// <summary>Done when its device is unlinked and nothing is stored of it any more.</summary>
    private async Task<Result<Done>> End(GatewaySession session, CancellationToken cancellationToken)
    {
        if (await sessions.Find(session.Number, cancellationToken) is null
            || await sessions.DeleteIdle(session.Number, cancellationToken))
            return default(Done);
        await sessions.RequestEnd(session.Number, cancellationToken);
        var began = clock.GetTimestamp();
        while (await sessions.Find(session.Number, cancellationToken) is not null)
        {
            if (clock.GetElapsedTime(began) >= EndWithin)
                return new GatewayUnavailable();
            await Task.Delay(BetweenChecks, clock, cancellationToken);
        }

        return default(Done);
    }
}
