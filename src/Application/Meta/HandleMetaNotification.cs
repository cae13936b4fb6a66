using MediatR;
using PilotPairing.Application.Links;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Application.Meta;

/// <summary>Reads Meta's notifications about business accounts and numbers.</summary>
public interface IMetaNotifications
{
    /// <summary>Whether Meta sent exactly these bytes on behalf of the operator's app.</summary>
    bool IsSigned(ReadOnlySpan<byte> body, string? signature);

    /// <summary>The business accounts in the notification whose numbers may have changed.</summary>
    IReadOnlyList<MetaId> AccountsIn(ReadOnlyMemory<byte> body);

    /// <summary>The business accounts in the notification whose templates changed.</summary>
    IReadOnlyList<MetaId> AccountsOfTemplatesIn(ReadOnlyMemory<byte> body);

    /// <summary>What became of messages.</summary>
    IReadOnlyList<MessageReceipt> ReceiptsIn(ReadOnlyMemory<byte> body);
}

/// <summary>
/// Meta says that something happened. Of numbers and templates it is believed nothing: it makes us ask Graph about those it may concern.
/// What became of a message Graph cannot be asked, so that is taken from here.
/// </summary>
/// <param name="Pass">The part of the path that nobody can guess.</param>
public sealed record HandleMetaNotification(string Pass, string? Signature, ReadOnlyMemory<byte> Body) : IRequest<Result<Done>>;

internal sealed class HandleMetaNotificationHandler(
    IMetaHooks hooks, IMetaNotifications notifications, IMetaNumberQueries numbers, MessageReceipts receipts, IStore store)
        : IRequestHandler<HandleMetaNotification, Result<Done>>
{
    public async Task<Result<Done>> Handle(HandleMetaNotification request, CancellationToken cancellationToken)
    {
        if (!hooks.Leads(request.Pass))
            return new NoSuchHook();
        if (!notifications.IsSigned(request.Body.Span, request.Signature))
            return new NotificationNotSigned();
        if (notifications.AccountsIn(request.Body) is { Count: > 0 } accounts)
        {
            await using var work = await store.Begin(cancellationToken);
            work.MetaNumbers.RequestRefresh(accounts);
            await work.Commit(cancellationToken);
        }

        if (notifications.AccountsOfTemplatesIn(request.Body) is { Count: > 0 } changed
            && await numbers.OfAccounts(changed, cancellationToken) is { Count: > 0 } senders)
        {
            await using var work = await store.Begin(cancellationToken);
            work.Templates.RequestReports(senders);
            await work.Commit(cancellationToken);
        }

        await receipts.Record(notifications.ReceiptsIn(request.Body), cancellationToken);
        return default(Done);
    }
}
