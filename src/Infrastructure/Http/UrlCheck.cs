using System.Net.Sockets;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Access;

namespace PilotPairing.Infrastructure.Http;

/// <summary>The guard's opinion at registration, for a friendly answer only: what counts is asked again at every connection.</summary>
internal sealed class UrlCheck(AddressGuard guard, TimeProvider clock) : IUrlCheck
{
    private const int LongestUrl = 2048;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<string?> Problem(string url, TenantId tenant, CancellationToken cancellationToken)
    {
        if (url.Length > LongestUrl)
            return $"must be at most {LongestUrl} characters";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed))
            return "must be an https URL";
        if (guard.Problem(parsed) is { } problem)
            return problem;

        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await guard.Resolve(parsed.IdnHost, LookupShare.Of(tenant), either.Token);
            return null;
        }
        catch (AddressRefusedException)
        {
            return "must lead to a public address, or to a network in Webhooks:AllowedPrivateNetworks";
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException
            || (unknown is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // A host that is not set up yet is no error.
            return null;
        }
    }
}
