using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPairing.Application;
using PilotPairing.Application.Access;
using PilotPairing.Application.Branding;
using PilotPairing.Application.Connections;
using PilotPairing.Application.Embed;
using PilotPairing.Application.Instances;
using PilotPairing.Application.Links;
using PilotPairing.Application.Numbers;
using PilotPairing.Application.Operating;
using PilotPairing.Infrastructure.Access;
using PilotPairing.Infrastructure.Branding;
using PilotPairing.Infrastructure.Connections;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Embed;
using PilotPairing.Infrastructure.Gateways;
using PilotPairing.Infrastructure.Http;
using PilotPairing.Infrastructure.Instances;
using PilotPairing.Infrastructure.Jobs;
using PilotPairing.Infrastructure.Links;
using PilotPairing.Infrastructure.Logging;
using PilotPairing.Infrastructure.Messaging;
using PilotPairing.Infrastructure.Meta;
using PilotPairing.Infrastructure.Operating;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Infrastructure.Webhooks;

namespace PilotPairing.Infrastructure;

public static class InfrastructureModule
{
    /// <summary>What every process needs: the database and what reads and writes it.</summary>
    public static IServiceCollection AddInfrastructure(this IServiceCollection services, IConfiguration configuration, string connectionString)
    {
        services.AddSingleton(TimeProvider.System);
        var addresses = DatabaseAddresses.Of(configuration, connectionString);
        services.AddSingleton(addresses);
        services.AddSingleton<ConnectionPools>();
        services.AddSingleton(provider =>
            provider.GetRequiredService<ConnectionPools>().Add(Database.Open(addresses.Pooled, isShared: addresses.Direct is not null)));
        services.AddSingleton<IDatabaseHealth, DatabaseHealth>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<PostgresListener>(provider, addresses.Session));
        services.AddSingleton<PendingSignals>();
        services.LimitRepeatedFailures();
        services.AddEnvelopes(configuration);
        services.AddHostedService(provider => provider.GetRequiredService<PostgresListener>());
        services.AddSingleton<IIdempotencyKeys, IdempotencyKeys>();
        services.AddScoped<CommittedWork>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Repetition<,>));
        services.AddScoped<IStore, Store>();

        services.AddSingleton<IDatabaseCheck, DatabaseCheck>();
        services.AddSingleton<IStoredSecrets, StoredSecrets>();
        services.AddSingleton<ITenantCheck, TenantCheck>();
        foreach (var table in new[] { LinkRepository.Secrets, EndpointRepository.Secrets, MetaNumberRepository.Secrets, SessionKeys.Secrets })
            services.AddSingleton(table);
        services.AddHttpClient<IReachability, Reachability>(http => http.Timeout = TimeSpan.FromSeconds(5)).RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(OperatorsClient.Handler);
        services.AddNameLookups();

        services.AddSingleton<KeyUses>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyUses>());
        services.AddSingleton<IKeyRing, KeyRing>();
        services.AddSingleton<IKeyQueries, KeyQueries>();
        services.AddSingleton<ITenantDirectory, TenantDirectory>();
        services.AddSingleton<ILogos, Logos>();
        services.AddSingleton<IEmbedSeal, EmbedSeal>();
        services.AddSingleton<IInstanceQueries, InstanceQueries>();
        services.AddSingleton<IPhoneNumberParser, PhoneNumberParser>();
        services.AddSingleton<IPendingCleanUps, PendingCleanUpQueries>();
        services.AddSingleton<IKeyTraces, KeyTraces>();
        services.AddSingleton<IAttemptQueries, AttemptQueries>();
        services.AddSingleton<ILinkQueries, LinkQueries>();
        services.AddSingleton<IPairingStateCache, PairingStateCache>();
        services.AddMessaging(configuration);
        services.AddSingleton<IPairingHistory, PairingHistory>();
        services.AddPairingBudget(configuration);
        services.AddSingleton<IAttemptPass, AttemptPass>();
        services.AddSingleton<LinkUrls>();
        services.AddSingleton<ILinkUrls>(provider => provider.GetRequiredService<LinkUrls>());

        services.AddJobs(configuration, addresses.Session);
        services.AddGateways(configuration);
        services.AddMeta(configuration);
        return services.AddWebhookGuard(configuration).AddWebhookManagement();
    }

    /// <summary>Who may use the operations pages, and what is remembered of them.</summary>
    public static IServiceCollection AddOperators(this IServiceCollection services, IConfiguration configuration, bool isProduction)
    {
        services.AddOptions<OpsOptions>().Bind(configuration.GetSection(OpsOptions.Section)).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<OpsOptions>>(new OpsOptionsValidator(isProduction))
            .AddSingleton<IOperators, Operators>()
            .AddSingleton<IAuditQueries, AuditQueries>()
            .AddSingleton<ISessionKeys, SessionKeys>();
    }

    /// <summary>Where metrics are exported: how far behind the outbox is.</summary>
    public static IServiceCollection AddOutboxAge(this IServiceCollection services) => services.AddHostedService<OutboxAge>();

    /// <summary>What a process with role <c>worker</c> or <c>all</c> does by itself: watching pairings, delivering, periodic jobs.</summary>
    public static IServiceCollection AddBackgroundWork(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHostedService<PairingWatcher>();
        services.AddSingleton<OutboxLease>();
        services.AddSingleton<PendingCleanUps>().AddSingleton<IPendingWorkQueries>(provider => provider.GetRequiredService<PendingCleanUps>());
        services.AddSingleton<PendingMessages>().AddSingleton<IPendingWorkQueries>(provider => provider.GetRequiredService<PendingMessages>());
        services.AddWebhookDelivery();
        services.AddLogoFetcher();
        return services.AddJobServers(configuration);
    }
}
