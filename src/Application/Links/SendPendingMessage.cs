using MediatR;
using Microsoft.Extensions.Logging;
using PilotPairing.Application.Access;
using PilotPairing.Application.Gateways;
using PilotPairing.Application.Messaging;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application.Links;

/// <summary>
/// Sends a pending message, at most once. Its start is committed before the gateway is called: a job that finds it started, and the
/// job that started it gone, knows only that it may have been sent.
/// </summary>
public sealed record SendPendingMessage(SendId Send) : IRequest<Result<Done>>, ICallOutside;

internal sealed partial class SendPendingMessageHandler(
    IStore store, ISendQueries sends, MessageComposer composer, IGateways gateways, IMetaMessages meta, MessageEvents events,
    ITenantDirectory tenants, TimeProvider clock, ILogger<SendPendingMessageHandler> log)
        : IRequestHandler<SendPendingMessage, Result<Done>>
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
            await Complete(send, isMeta: false,
                new SendOutcome.Unknown("Sending was cut short; the message may have arrived and is not sent again"));
            return default(Done);
        }

        var written = await composer.Write(send, cancellationToken);
        var start = written.LinkMessage is null ? SendStart.Limited : await Begin(send, written.LinkMessage, cancellationToken);
        if (start == SendStart.Begun)
            await Complete(send, written.IsMeta, await Call(send, written.LinkMessage!));
        else if (start == SendStart.Limited)
            await Complete(send, written.IsMeta, SendStatus.Pending, SendStatus.Failed, written.Problem ?? MessageProblem.Limited, null);
        return default(Done);
    }

    private async Task<SendStart> Begin(LinkSend send, LinkMessage message, CancellationToken cancellationToken)
    {
        var settings = await tenants.SettingsOf(send.Tenant, cancellationToken);
        await using var work = await store.Begin(cancellationToken);
        var start = await work.Sends.Begin(
            send.Id, PerRecipient, settings.DailySendLimit, (message as TemplateMessage)?.Sender.PhoneNumberId);
        if (start == SendStart.Begun)
            await work.Commit(cancellationToken);
        return start;
    }

    private async Task<SendOutcome> Call(LinkSend send, LinkMessage message)
    {
        using var deadline = new CancellationTokenSource(CallWithin, clock);
        try
        {
            return message switch
            {
                TemplateMessage template => await meta.Send(template.Sender, template.Message, deadline.Token),
                TextMessage text => await (await gateways.Of(send.Tenant, deadline.Token))
                    .SendText(text.Sender, text.Recipient, text.Text, deadline.Token),
                _ => throw new InvalidOperationException("A message that is not in the list"),
            };
        }
        catch (Exception exception)
        {
            Log.AnswerLost(log, exception, send.Id);
            return new SendOutcome.Unknown(
                $"The gateway's answer was lost ({exception.GetType().Name}); the message may have arrived and is not sent again");
        }
    }

    private Task Complete(LinkSend send, bool isMeta, SendOutcome outcome) => outcome switch
    {
        SendOutcome.Accepted accepted => Complete(send, isMeta, SendStatus.Sending, SendStatus.Sent, null, accepted.MessageId),
        SendOutcome.Refused refused =>
            Complete(send, isMeta, SendStatus.Sending, SendStatus.Failed, MessageProblem.Of(refused), null),
        SendOutcome.Unknown unknown =>
            Complete(send, isMeta, SendStatus.Sending, SendStatus.Unknown, new(MessageCode.OutcomeUnknown, unknown.Text), null),
        _ => throw new InvalidOperationException("An outcome that is not in the list"),
    };

    /// <summary>Not called off: what happened at the gateway has happened.</summary>
    private async Task Complete(
        LinkSend send, bool isMeta, SendStatus seen, SendStatus ending, MessageProblem? problem, string? messageId)
    {
        var now = clock.GetUtcNow();
        var failed = isMeta && ending == SendStatus.Failed ? await events.Failed(send.Tenant, send.Link, send.Id, problem, now) : null;
        await using var work = await store.Begin(CancellationToken.None);
        if (await work.Sends.Complete(send.Id, seen, ending, problem, messageId, now) && failed is not null)
            work.Events.Add(failed);
        // What Meta refuses of a template it reports of it, too.
        if (isMeta && seen == SendStatus.Sending && problem?.Code == MessageCode.TemplateRejected && send.Template is { } template)
            work.Templates.RequestReport(template.Id);
        await work.Commit(CancellationToken.None);
        Log.Ended(log, send.Id, ending, problem?.Code);
    }

    private static partial class Log
    {
        [LoggerMessage(6030, LogLevel.Information, "Message {Send} is {Status} ({Reason})")]
        public static partial void Ended(ILogger log, SendId send, SendStatus status, MessageCode? reason);

        [LoggerMessage(6010, LogLevel.Warning, "The gateway's answer to message {Send} was lost; it may have arrived and is not sent again")]
        public static partial void AnswerLost(ILogger log, Exception exception, SendId send);
    }
}
