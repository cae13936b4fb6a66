using PilotPairing.Application.Access;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Connections;

/// <param name="Method">What may be started; where nothing may, what was asked for too often, null being every way of the link.</param>
/// <param name="Until">Null when it may be started now.</param>
internal readonly record struct PairingGrant(PairingMethod? Method, DateTimeOffset? Until = null);

/// <summary>
/// Applies the budget of a phone to what customers of live tenants ask for. The simulator has no WhatsApp behind it to be spared.
/// </summary>
internal sealed class PairingAllowance(ITenantDirectory tenants)
{
    /// <summary>Call it before a unit of work begins: inside, it would need a second database connection.</summary>
    public async ValueTask<bool> Limits(PairingView view, PairingLink? link, CancellationToken cancellationToken) =>
        link is not null && await tenants.Find(view.Tenant, cancellationToken) is { Mode: TenantMode.Live };

    /// <summary>With no method named a QR code must be had; the pairing code beside it is left out where there may be none.</summary>
    /// <param name="offered">The ways of the link.</param>
    public static async Task<PairingGrant> Take(
        IWork work, PhoneNumber phone, PairingMethod? asked, IReadOnlyCollection<PairingMethod> offered, AttemptId attempt,
        DateTimeOffset now)
    {
        var method = asked ?? PairingMethod.Qr;
        if (await work.Starts.Take(phone, method, attempt, now) is { } until)
        {
            var other = method == PairingMethod.Qr ? PairingMethod.Code : PairingMethod.Qr;
            return offered.Contains(other) && await work.Starts.FullUntil(phone, other, now) is { } others
                ? new(null, until < others ? until : others) : new(method, until);
        }

        if (asked is null && await work.Starts.Take(phone, PairingMethod.Code, attempt, now) is not null)
            return new(PairingMethod.Qr);
        return new(asked);
    }
}
