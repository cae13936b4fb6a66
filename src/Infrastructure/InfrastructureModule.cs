using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Infrastructure.Access;
using PilotPairing.Infrastructure.Branding;
using PilotPairing.Infrastructure.Connections;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Embed;
using PilotPairing.Infrastructure.Gateways;
using PilotPairing.Infrastructure.Gateways.Baileys;
using PilotPairing.Infrastructure.Http;
using PilotPairing.Infrastructure.Instances;
using PilotPairing.Infrastructure.Jobs;
using PilotPairing.Infrastructure.Links;
using PilotPairing.Infrastructure.Logging;
using PilotPairing.Infrastructure.Messaging;
using PilotPairing.Infrastructure.Meta;
using PilotPairing.Infrastructure.Operating;
using PilotPairing.Infrastructure.Ops;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Infrastructure.Statistics;
using PilotPairing.Infrastructure.Webhooks;

namespace PilotPairing.Infrastructure;

public static class InfrastructureModule
{
    /// <summary>What every process needs: the database and what reads and writes it.</summary>
    public static IServiceCollection AddInfrastructure(
        this IServiceCollection services, IConfiguration configuration, string connectionString)
    {
        services.AddSingleton(TimeProvider.System);
        var addresses = DatabaseAddresses.Of(configuration, connectionString);
        services.AddOutbox();
        services.AddPostgres(addresses);
        services.LimitRepeatedFailures();
        services.AddCrypto(configuration);
        services.AddHttp();

        services.AddAccess(configuration);
        services.AddBranding();
        services.AddInstances();
        services.AddWebhookGuard(configuration).AddWebhookManagement();
        services.AddMessaging(configuration);
        services.AddEmbed();
        services.AddLinks(configuration);
        services.AddConnections(configuration);
        services.AddJobs(configuration, addresses.Session);
        services.AddGateways(configuration);
        services.AddMeta(configuration);
        services.AddOperating(configuration);
        services.AddOps();
        services.AddStatistics();
        return services;
    }

    /// <summary>Who may use the operations pages, and what is remembered of them.</summary>
    public static IServiceCollection AddOperators(this IServiceCollection services, IConfiguration configuration, bool isProduction)
    {
        OperatingModule.AddOperators(services, configuration, isProduction);
        return services;
    }

    /// <summary>Where metrics are exported: how the background work goes.</summary>
    public static IServiceCollection AddWorkMeasurement(this IServiceCollection services) => services.AddHostedService<WorkMeasurement>();

    /// <summary>
    /// What a process with role <c>worker</c> or <c>all</c> does by itself: watching pairings, delivering, periodic jobs.
    /// </summary>
    public static IServiceCollection AddBackgroundWork(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPairingWatcher();
        services.AddBaileysHost();
        services.AddCleanUps();
        services.AddMessageSender();
        services.AddWebhookDelivery();
        services.AddLogoFetcher();
        return services.AddJobServers(configuration);
    }
}
