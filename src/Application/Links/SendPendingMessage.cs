using MediatR;
using Microsoft.Extensions.Logging;
using PilotPairing.Application.Access;
using PilotPairing.Application.Gateways;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application.Links;

/// <summary>
/// Sends a pending message, at most once. Its start is committed before the gateway is called: a job that finds it started, and the
/// job that started it gone, knows only that it may have been sent.
/// </summary>
public sealed record SendPendingMessage(SendId Send) : IRequest<Result<Done>>, ICallOutside;

internal sealed partial class SendPendingMessageHandler(
    IStore store, ISendQueries sends, MessageComposer composer, IGateways gateways, ITenantDirectory tenants, TimeProvider clock,
    ILogger<SendPendingMessageHandler> log) : IRequestHandler<SendPendingMessage, Result<Done>>
{
    private const int PerRecipient = 3;

    /// <summary>Well within the worker's lease.</summary>
    private static readonly TimeSpan CallWithin = TimeSpan.FromSeconds(20);

    public async Task<Result<Done>> Handle(SendPendingMessage request, CancellationToken cancellationToken)
    {
        if (await sends.Find(request.Send, cancellationToken) is not { IsUnderWay: true } send)
            return default(Done);
        if (send.Status == SendStatus.Sending)
        {
            await Complete(send, new SendOutcome.Unknown("Sending was cut short; the message may have arrived and is not sent again"));
            return default(Done);
        }

        var written = await composer.Write(send, cancellationToken);
        var start = written.LinkMessage is null ? SendStart.Limited : await Begin(send, cancellationToken);
        if (start == SendStart.Begun)
            await Complete(send, await Call(send, written.LinkMessage!));
        else if (start == SendStart.Limited)
            await Complete(send, SendStatus.Pending, SendStatus.Failed, written.Problem ?? MessageProblem.Limited, null);
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

    private async Task<SendOutcome> Call(LinkSend send, LinkMessage message)
    {
        using var deadline = new CancellationTokenSource(CallWithin, clock);
        try
        {
            var gateway = await gateways.Of(send.Tenant, deadline.Token);
            return await gateway.SendText(message.Sender, message.Recipient, message.Text, deadline.Token);
        }
        catch (Exception exception)
        {
            Log.AnswerLost(log, exception, send.Id);
            return new SendOutcome.Unknown(
                $"The gateway's answer was lost ({exception.GetType().Name}); the message may have arrived and is not sent again");
        }
    }

    private Task Complete(LinkSend send, SendOutcome outcome) => outcome switch
    {
        SendOutcome.Accepted accepted => Complete(send, SendStatus.Sending, SendStatus.Sent, null, accepted.MessageId),
        SendOutcome.Refused refused => Complete(send, SendStatus.Sending, SendStatus.Failed, MessageProblem.Of(refused), null),
        SendOutcome.Unknown unknown =>
            Complete(send, SendStatus.Sending, SendStatus.Unknown, new(MessageCode.OutcomeUnknown, unknown.Text), null),
        _ => throw new InvalidOperationException("An outcome that is not in the list"),
    };

    /// <summary>Not called off: what happened at the gateway has happened.</summary>
    private async Task Complete(LinkSend send, SendStatus seen, SendStatus ending, MessageProblem? problem, string? messageId)
    {
        await using var work = await store.Begin(CancellationToken.None);
        await work.Sends.Complete(send.Id, seen, ending, problem, messageId, clock.GetUtcNow());
        await work.Commit(CancellationToken.None);
    }

    private static partial class Log
    {
        [LoggerMessage(6010, LogLevel.Warning, "The gateway's answer to message {Send} was lost; it may have arrived and is not sent again")]
        public static partial void AnswerLost(ILogger log, Exception exception, SendId send);
    }
}
