using System.Security.Cryptography;
using PilotPairing.Application.Access;
using PilotPairing.Application.Links;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Connections;

/// <summary>Publishes <c>number.disconnected</c>, with a link to connect again where the tenant wants one.</summary>
internal sealed class DisconnectedEvent(ITenantDirectory tenants, RandomNumberGenerator random)
{
    /// <summary>Null where no link is wanted. Drawn before the unit of work begins, which must not wait for a second connection.</summary>
    public async ValueTask<PairingToken?> DrawToken(TenantId tenant, CancellationToken cancellationToken) =>
        (await tenants.SettingsOf(tenant, cancellationToken)).ReconnectLinks ? PairingToken.Draw(random) : null;

    public static void Publish(IWork work, Instance instance, DisconnectReason reason, PairingToken? token, DateTimeOffset now)
    {
        var disconnected = NumberEvent.Of(EventNames.NumberDisconnected, instance, now) with { Reason = reason };
        if (token is { } drawn)
        {
            var link = PairingLink.ForPhone(LinkId.New(now), instance.Tenant, instance.Id, drawn.Hash(), new(), instance.Labels,
                PairingLink.DefaultLife, now);
            work.Links.Add(link, drawn);
            work.Events.Add(LinkEvent.Of(EventNames.LinkCreated, link, LinkStatus.Active, PairingPhase.Ready, now));
            disconnected = disconnected with { Link = link.Id, OffersReconnect = true };
        }

        work.Events.Add(disconnected);
    }
}
