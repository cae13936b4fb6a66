using System.Security.Cryptography;
using Hangfire;
using Hangfire.Server;
using Microsoft.Extensions.Logging;
using PilotPairing.Application;
using PilotPairing.Application.Branding;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Infrastructure.Branding;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Jobs.Pending;

/// <summary>Fetches a logo that branding names on another server.</summary>
internal sealed partial class FetchLogoJob(
    PendingLogos logos, LogoFetch fetch, IStore store, PendingRun run, RandomNumberGenerator random, TimeProvider clock,
    ILogger<FetchLogoJob> log)
{
    [JobDisplayName("Fetch a logo of {1}")]
    [AutomaticRetry(Attempts = 0)]
    public Task Fetch(Guid logo, TenantId tenant, PerformContext? context, CancellationToken cancellationToken) =>
        run.Run(new(WorkKind.Logo, logo), JobQueues.Gateways, tenant.Value.ToString(), context, async isByHand =>
        {
            if (await logos.Claim(logo, isByHand, cancellationToken) is not { } wanted)
                return;
            var image = await fetch.Get(wanted.Url, new(wanted.TenantId), cancellationToken);
            Log.Fetched(log, tenant, image is null ? "no logo" : image.MimeType);
            if (image is not null)
                await Keep(wanted, image, cancellationToken);
        });

    private async Task Keep(WantedLogo wanted, LogoImage image, CancellationToken cancellationToken)
    {
        await using var work = await store.Begin(cancellationToken);
        var asset = new Asset(AssetId.Draw(random), new(wanted.TenantId), "logo", image, clock.GetUtcNow());
        work.Brandings.Add(asset);
        work.Brandings.Fetched(new(wanted.TenantId), wanted.Url, asset.Id);
        await work.Commit(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Information, "Logo of tenant {Tenant} fetched: {Outcome}")]
        public static partial void Fetched(ILogger log, TenantId tenant, string outcome);
    }
}
