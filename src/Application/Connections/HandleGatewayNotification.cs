using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Connections;

/// <summary>Reads what gateways tell of themselves, and keeps of it what asking them later does not bring back.</summary>
public interface IGatewayNotifications
{
    /// <summary>Null when it was not sent by a gateway of ours.</summary>
    Task<GatewayNotification?> Take(string pass, string? secret, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);
}

/// <param name="Number">Whose session may have changed; null when nothing follows from what was said, or it was said before.</param>
public sealed record GatewayNotification(NumberId? Number);

/// <summary>A gateway says that something happened. It is believed nothing: it makes us look at once instead of within a second or a minute.</summary>
/// <param name="Pass">The part of the path that nobody can guess.</param>
public sealed record HandleGatewayNotification(string Pass, string? Secret, ReadOnlyMemory<byte> Body) : IRequest<Result<Done>>, ICallOutside;

internal sealed class HandleGatewayNotificationHandler(IGatewayNotifications notifications, RecentChecks checks) : IRequestHandler<HandleGatewayNotification, Result<Done>>
{
    public async Task<Result<Done>> Handle(HandleGatewayNotification request, CancellationToken cancellationToken)
    {
        if (await notifications.Take(request.Pass, request.Secret, request.Body, cancellationToken) is not { } notification)
            return new NoSuchHook();
        if (notification.Number is { } number)
            checks.Soon(number);
        return default(Done);
    }
}
