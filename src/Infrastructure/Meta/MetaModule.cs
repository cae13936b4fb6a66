using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Links;
using PilotPairing.Application.Messaging;
using PilotPairing.Application.Meta;
using PilotPairing.Application.Operating;
using PilotPairing.Infrastructure.Http;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Meta;

internal static class MetaModule
{
    public static void AddMeta(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MetaOptions>().Bind(configuration.GetSection(MetaOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MetaOptions>, MetaOptionsValidator>();
        services.AddOperatorsClient(GraphHttp.Client);
        services.AddSingleton<GraphHttp>();
        services.AddSingleton<GraphClient>();
        services.AddSingleton<GraphMessages>();
        services.AddSingleton<SimulatedMessages>();
        services.AddSingleton<IMetaMessages, MetaMessages>();
        services.AddSingleton<IMetaCheck, MetaCheck>();
        services.AddSingleton<IMetaHooks, MetaHooks>();
        services.AddSingleton<IMetaNotifications, MetaNotifications>();
        services.AddSingleton<IDueRefreshes, DueRefreshQueue>();
        services.AddSingleton<IMetaNumberQueries, MetaNumberQueries>();
        services.AddSingleton<IMetaCompletionQueries, CompletionQueries>();
        services.AddSingleton<MetaApps>();
        services.AddSingleton<IMetaApps>(provider => provider.GetRequiredService<MetaApps>());
        services.AddSingleton<IMetaSetup>(provider => provider.GetRequiredService<MetaApps>());
        services.AddSingleton(MetaNumberRepository.Secrets);
        services.AddRepository<IMetaNumbers, MetaNumberRepository>();
        services.AddRepository<IMetaCompletions, CompletionRepository>();
    }
}
