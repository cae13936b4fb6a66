using System.Security.Cryptography;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PilotPairing.Application;
using PilotPairing.Application.Branding;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Branding;

/// <summary>
/// Fetches logos that branding names on other servers: three tries, a minute and ten minutes apart. Taking one sets when it is due again,
/// so that a worker which dies gives it back by doing nothing.
/// </summary>
internal sealed partial class LogoFetcher(
    NpgsqlDataSource database, IServiceScopeFactory scopes, PostgresListener listener, LogoFetch fetch, RandomNumberGenerator random, TimeProvider clock, ILogger<LogoFetcher> log)
    : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = new SemaphoreSlim(1);
        using var subscription = listener.Subscribe(Channels.Access, _ => Wake(wake), () => Wake(wake));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await wake.WaitAsync(Poll, stoppingToken);
                while (await Take(stoppingToken) is { } wanted)
                    await Fetch(wanted, stoppingToken);
            }
            catch (Exception trouble) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Stumbled(log, trouble.GetType().Name);
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Wake(wake);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static void Wake(SemaphoreSlim wake)
    {
        if (wake.CurrentCount == 0)
            wake.Release();
    }

    private async Task<Wanted?> Take(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Wanted>(new CommandDefinition(
            """
            update foreign_logos
               set tries = tries + 1, due_at = case tries when 0 then now() + interval '1 minute' when 1 then now() + interval '10 minutes' end
             where id = (select id from foreign_logos where due_at <= now() order by due_at limit 1 for update skip locked)
            returning id, tenant_id, url
            """,
            cancellationToken: cancellationToken));
    }

    private async Task Fetch(Wanted wanted, CancellationToken cancellationToken)
    {
        var image = await fetch.Get(wanted.Url, new(wanted.TenantId), cancellationToken);
        Log.Fetched(log, new TenantId(wanted.TenantId), image is null ? "no logo" : image.MimeType);
        if (image is null)
            return;

        await using var scope = scopes.CreateAsyncScope();
        await using var work = await scope.ServiceProvider.GetRequiredService<IStore>().Begin(cancellationToken);
        var asset = new Asset(AssetId.Draw(random), new(wanted.TenantId), "logo", image, clock.GetUtcNow());
        work.Brandings.Add(asset);
        work.Brandings.Fetched(new(wanted.TenantId), wanted.Url, asset.Id);
        await work.Commit(cancellationToken);
    }

    private sealed record Wanted(Guid Id, Guid TenantId, string Url);

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Information, "Logo of tenant {Tenant} fetched: {Outcome}")]
        public static partial void Fetched(ILogger log, TenantId tenant, string outcome);

        [LoggerMessage(1102, LogLevel.Warning, "Logos could not be looked after ({Trouble}); tried again in a second")]
        public static partial void Stumbled(ILogger log, string trouble);
    }
}
