using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Pairing;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application.Messaging;

/// <summary>
/// Sends a message that is owed, at most once. That it begins is committed before the gateway is called: whoever finds it begun, and the
/// one who began it gone, knows no more than that it may have been sent.
/// </summary>
public sealed record SendOwedMessage(SendId Send) : IRequest<Result<Done>>, ICallOutside;

internal sealed class SendOwedMessageHandler(IStore store, ISendReads sends, Letters letters, IGateways gateways, ITenantDirectory tenants, TimeProvider clock)
    : IRequestHandler<SendOwedMessage, Result<Done>>
{
    private const int PerRecipient = 3;

    /// <summary>Well within the worker's lease.</summary>
    private static readonly TimeSpan CallWithin = TimeSpan.FromSeconds(20);

    public async Task<Result<Done>> Handle(SendOwedMessage request, CancellationToken cancellationToken)
    {
        if (await sends.Find(request.Send, cancellationToken) is not { IsUnderWay: true } send)
            return default(Done);
        if (send.Status == SendStatus.Sending)
        {
            await Settle(send, new SendOutcome.Unknown("Sending was cut short; the message may have arrived and is not sent again"));
            return default(Done);
        }

        var written = await letters.Write(send, cancellationToken);
        var start = written.Letter is null ? SendStart.Limited : await Begin(send, cancellationToken);
        if (start == SendStart.Begun)
            await Settle(send, await Call(send, written.Letter!));
        else if (start == SendStart.Limited)
            await Settle(send, SendStatus.Pending, SendStatus.Failed, written.Problem ?? MessageProblem.Limited, null);
        return default(Done);
    }

    private async Task<SendStart> Begin(LinkSend send, CancellationToken cancellationToken)
    {
        var settings = await tenants.SettingsOf(send.Tenant, cancellationToken);
        await using var work = await store.Begin(cancellationToken);
        var start = await work.Sends.Begin(send.Id, PerRecipient, settings.DailySendLimit);
        if (start == SendStart.Begun)
            await work.Commit(cancellationToken);
        return start;
    }

    private async Task<SendOutcome> Call(LinkSend send, Letter letter)
    {
        using var deadline = new CancellationTokenSource(CallWithin, clock);
        try
        {
            var gateway = await gateways.Of(send.Tenant, deadline.Token);
            return await gateway.SendText(letter.Sender, letter.Recipient, letter.Text, deadline.Token);
        }
        catch (Exception trouble)
        {
            return new SendOutcome.Unknown($"The gateway's answer was lost ({trouble.GetType().Name}); the message may have arrived and is not sent again");
        }
    }

    private Task Settle(LinkSend send, SendOutcome outcome) => outcome switch
    {
        SendOutcome.Accepted accepted => Settle(send, SendStatus.Sending, SendStatus.Sent, null, accepted.MessageId),
        SendOutcome.Refused refused => Settle(send, SendStatus.Sending, SendStatus.Failed, MessageProblem.Of(refused), null),
        SendOutcome.Unknown unknown => Settle(send, SendStatus.Sending, SendStatus.Unknown, new(MessageCode.OutcomeUnknown, unknown.Text), null),
        _ => throw new InvalidOperationException("An outcome that is not in the list"),
    };

    /// <summary>Not called off: what happened at the gateway has happened.</summary>
    private async Task Settle(LinkSend send, SendStatus seen, SendStatus ending, MessageProblem? problem, string? messageId)
    {
        await using var work = await store.Begin(CancellationToken.None);
        await work.Sends.Settle(send.Id, seen, ending, problem, messageId, clock.GetUtcNow());
        await work.Commit(CancellationToken.None);
    }
}
