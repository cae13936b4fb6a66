using System.Globalization;
using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Meta;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Embed;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.TestMode;

/// <summary>What a test can make happen to one link.</summary>
public enum SimulatedLinkEvent
{
    Expire,
    MetaFinish,
    MetaCancel,
    MetaError,

    /// <summary>Of the newest message, where a Meta number sent it.</summary>
    MessageDelivered,
    MessageRead,
    MessageFailed,
}

public sealed record SimulateLink(Caller Caller, LinkId Link) : IRequest<Result<Simulated>>, IReadFromBody, ICallOutside
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public SimulatedLinkEvent? Event { get; init; }

    /// <summary>The phone that the signup ends with; null is the one that the link asks for, or else one of its own.</summary>
    public Written<PhoneNumber>? Phone { get; init; }
}

internal sealed class SimulateLinkValidator : AbstractValidator<SimulateLink>
{
    public SimulateLinkValidator()
    {
        RuleFor(simulate => simulate.Event).NotNull().WithMessage("is required");
        RuleFor(simulate => simulate.Phone).Must(phone => phone is null or { Value: not null }).WithMessage(Labelling.NumberRule);
    }
}

internal sealed class SimulatedLink(OwnLinks links) : Subject<SimulateLink, PairingLink>
{
    public override async Task<Result<PairingLink>> Find(SimulateLink request, CancellationToken cancellationToken) =>
        request.Caller.Mode == TenantMode.Test ? await links.Get(request.Caller, request.Link, cancellationToken) : new LinkNotFound();
}

internal sealed class SimulateLinkHandler(
    IStore store, SimulatedLink links, IPairingStateCache states, MetaCompletion completion, SimulatedReceipts receipts,
    TimeProvider clock) : IRequestHandler<SimulateLink, Result<Simulated>>
{
    public async Task<Result<Simulated>> Handle(SimulateLink request, CancellationToken cancellationToken)
    {
        var found = await links.Find(request, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;
        var link = found.Value;
        if (ReceiptOf(request.Event) is { } receipt)
        {
            return await receipts.Report(link, receipt, cancellationToken)
                ? await Shown(link, PhaseOf(link), cancellationToken) : new NotSupportedForLink();
        }

        if (request.Event != SimulatedLinkEvent.Expire && !link.OffersMeta)
            return new NotSupportedForLink();

        var status = link.StatusAt(clock.GetUtcNow());
        if (status is LinkStatus.Used or LinkStatus.Revoked || (status == LinkStatus.Expired && request.Event != SimulatedLinkEvent.Expire))
            return new LinkNotActive();
        return request.Event switch
        {
            SimulatedLinkEvent.MetaFinish => await Finish(link, request.Phone?.Value, cancellationToken),
            SimulatedLinkEvent.MetaCancel => await Leave(link, MetaProgress.Cancelled, cancellationToken),
            SimulatedLinkEvent.MetaError => await Leave(link, MetaProgress.Error, cancellationToken),
            _ => await Expire(link, cancellationToken) ? await Shown(link, PairingPhase.Expired, cancellationToken) : new LinkNotActive(),
        };
    }

    private static ReceiptKind? ReceiptOf(SimulatedLinkEvent? happened) => happened switch
    {
        SimulatedLinkEvent.MessageDelivered => ReceiptKind.Delivered,
        SimulatedLinkEvent.MessageRead => ReceiptKind.Read,
        SimulatedLinkEvent.MessageFailed => ReceiptKind.Failed,
        _ => null,
    };

    private PairingPhase PhaseOf(PairingLink link) =>
        link.StatusAt(clock.GetUtcNow()) == LinkStatus.Active ? PairingPhase.Ready : PairingPhase.Expired;

    /// <summary>As if the signup had come to its end, or the credentials had been typed.</summary>
    private async Task<Result<Simulated>> Finish(PairingLink link, PhoneNumber? phone, CancellationToken cancellationToken)
    {
        var pairing = link.Number is { } number ? await states.Find(number, cancellationToken) : null;
        var secret = new MetaSecret("simulated-" + (phone?.Digits ?? pairing?.Phone.Digits ?? PhoneOf(link.Id)));
        var brought = link.MetaFlow == MetaFlow.Credentials
            ? new MetaBrought(null, secret, null, new("simulated"), null, null)
            : new MetaBrought(secret, null, null, new("simulated"), null, null);
        return (await completion.Run(link, brought, cancellationToken)).Match<Result<Simulated>>(
            _ => new Simulated(InstanceState.Open, PairingPhase.Connected), refusal =>
                refusal is InvalidSession ? new LinkNotActive() : refusal);
    }

    /// <summary>Links that name no phone end with different ones: the same would be one number that is connected again.</summary>
    private static string PhoneOf(LinkId link) =>
        "55119" + (BitConverter.ToUInt32(link.Value.ToByteArray(), 12) % 100_000_000).ToString("D8", CultureInfo.InvariantCulture);

    private async Task<Simulated> Leave(PairingLink link, string reason, CancellationToken cancellationToken)
    {
        await using (var work = await store.Begin(cancellationToken))
        {
            await MetaProgress.Failed(work, link, reason, null, clock.GetUtcNow());
            await work.Commit(cancellationToken);
        }

        return await Shown(link, PairingPhase.Ready, cancellationToken);
    }

    /// <summary>False when the link was used or revoked meanwhile.</summary>
    private async Task<bool> Expire(PairingLink link, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        var expired = await work.Links.Expire(link.Id, now);
        if (expired is null)
            return link.Status == LinkStatus.Expired;
        await LinkExpiry.Publish(work, [expired], now);
        await work.Commit(cancellationToken);
        return true;
    }

    private async Task<Simulated> Shown(PairingLink link, PairingPhase phase, CancellationToken cancellationToken)
    {
        var pairing = link.Number is { } number ? await states.Find(number, cancellationToken) : null;
        return new(pairing?.State ?? InstanceState.Close, phase);
    }
}

internal sealed class SimulatedLinkAnswer(
    SimulatedLink links, IPairingStateCache states, TimeProvider clock) : IRebuild<SimulateLink, Result<Simulated>>
{
    public async Task<Result<Simulated>?> Rebuild(SimulateLink request, MadeResource? made, CancellationToken cancellationToken)
    {
        if (await links.Find(request, cancellationToken) is not { Refusal: null, Value: var link })
            return null;
        var pairing = link.Number is { } number ? await states.Find(number, cancellationToken) : null;
        return new Simulated(pairing?.State ?? InstanceState.Close,
            pairing?.Phase ?? (link.StatusAt(clock.GetUtcNow()) == LinkStatus.Active ? PairingPhase.Ready : PairingPhase.Expired));
    }
}
