using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Application.Meta;

/// <summary>Reads Meta's notifications about business accounts and numbers.</summary>
public interface IMetaNotifications
{
    /// <summary>Whether Meta sent exactly these bytes on behalf of the operator's app.</summary>
    bool IsSigned(ReadOnlySpan<byte> body, string? signature);

    /// <summary>The business accounts in the notification whose numbers may have changed.</summary>
    IReadOnlyList<MetaId> AccountsIn(ReadOnlyMemory<byte> body);
}

/// <summary>Meta says that something happened. It is believed nothing: it makes us ask Graph about the numbers it may concern.</summary>
/// <param name="Pass">The part of the path that nobody can guess.</param>
public sealed record HandleMetaNotification(string Pass, string? Signature, ReadOnlyMemory<byte> Body) : IRequest<Result<Done>>;

internal sealed class HandleMetaNotificationHandler(
    IMetaHooks hooks, IMetaNotifications notifications, IStore store) : IRequestHandler<HandleMetaNotification, Result<Done>>
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

        return default(Done);
    }
}
