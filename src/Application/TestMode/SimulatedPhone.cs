using MediatR;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Gateways;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.TestMode;

/// <summary>A simulated phone reads a QR code. Reading changes nothing.</summary>
public sealed record ScanQr(string Reference) : IRequest<Result<SimulatedPhone>>;

/// <summary>A person pressed "Link device" on the simulated phone: what a real one does when it scans.</summary>
public sealed record LinkSimulatedPhone(string Reference) : IRequest<Result<SimulatedPhone>>;

/// <param name="Messages">What the tenant's numbers sent to this phone, the newest first.</param>
public sealed record SimulatedPhone(PhoneNumber Phone, bool IsLive, bool IsLinked, IReadOnlyList<ReceivedMessage> Messages);

public sealed record ReceivedMessage(PhoneNumber From, string Text, DateTimeOffset SentAt);

/// <summary>A phone of one tenant does not show what another's numbers sent to the same digits.</summary>
internal sealed class SimulatedInbox(ISimulator simulator, IInstanceQueries instances)
{
    public async Task<IReadOnlyList<ReceivedMessage>> Of(Instance phone, CancellationToken cancellationToken)
    {
        var received = new List<ReceivedMessage>();
        foreach (var message in await simulator.Received(phone.Number, cancellationToken))
        {
            if (await instances.Find(phone.Tenant, message.Sender, cancellationToken) is { } sender)
                received.Add(new(sender.Number, message.Text, message.SentAt));
        }

        return received;
    }
}

internal sealed class ScanQrHandler(
    ISimulator simulator, IInstanceQueries instances, SimulatedInbox inbox) : IRequestHandler<ScanQr, Result<SimulatedPhone>>
{
    public async Task<Result<SimulatedPhone>> Handle(ScanQr request, CancellationToken cancellationToken) =>
        await simulator.Read(request.Reference, cancellationToken) is { } scanned
            && await instances.Find(scanned.Number, cancellationToken) is { } instance
            ? new SimulatedPhone(instance.Number, scanned.IsLive, instance.State == InstanceState.Open,
                await inbox.Of(instance, cancellationToken))
            : new LinkNotFound();
}

internal sealed class LinkSimulatedPhoneHandler(
    ISimulator simulator, IInstanceQueries instances, InstanceReconciler reconciler, SimulatedInbox inbox)
    : IRequestHandler<LinkSimulatedPhone, Result<SimulatedPhone>>
{
    public async Task<Result<SimulatedPhone>> Handle(LinkSimulatedPhone request, CancellationToken cancellationToken)
    {
        if (await simulator.Read(request.Reference, cancellationToken) is not { } scanned
            || await instances.Find(scanned.Number, cancellationToken) is not { } instance)
            return new LinkNotFound();
        if (!scanned.IsLive)
            return new SimulatedPhone(instance.Number, false, instance.State == InstanceState.Open,
                await inbox.Of(instance, cancellationToken));

        var played = await simulator.Play(GatewaySession.Of(instance), SimulatedEvent.Scan, instance.Number, null, cancellationToken);
        if (played.Refusal is { } refusal)
            return refusal;

        // A phone that accepted is being linked at the first check and connected at the second.
        await reconciler.Reconcile(instance.Id, cancellationToken);
        await reconciler.Reconcile(instance.Id, cancellationToken);
        return new SimulatedPhone(instance.Number, true, true, await inbox.Of(instance, cancellationToken));
    }
}
