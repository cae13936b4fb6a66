using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Connections;

/// <summary>Reads gateways' notifications, and stores what a later query of the gateway would not return.</summary>
public interface IGatewayNotifications
{
    /// <summary>Null when it was not sent by a gateway of ours.</summary>
    Task<GatewayNotification?> Take(string pass, string? secret, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);
}

/// <param name="Number">The number whose session may have changed; null for an irrelevant or repeated notification.</param>
public sealed record GatewayNotification(NumberId? Number);

/// <summary>
/// A gateway's notification that something changed. Its content is not trusted: it triggers a check at once instead of within a second or a
/// minute.
/// </summary>
/// <param name="Pass">The part of the path that nobody can guess.</param>
public sealed record HandleGatewayNotification(
    string Pass, string? Secret, ReadOnlyMemory<byte> Body) : IRequest<Result<Done>>, ICallOutside;

internal sealed class HandleGatewayNotificationHandler(
    IGatewayNotifications notifications, RecentChecks checks) : IRequestHandler<HandleGatewayNotification, Result<Done>>
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
