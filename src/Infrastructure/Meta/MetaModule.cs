using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Meta;
using PilotPairing.Application.Operating;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Meta;

internal static class MetaModule
{
    public static IServiceCollection AddMeta(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MetaOptions>().Bind(configuration.GetSection(MetaOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MetaOptions>, MetaOptionsValidator>();
        services.AddOperatorsClient(GraphHttp.Client);
        services.AddSingleton<GraphHttp>();
        services.AddSingleton<GraphClient>();
        services.AddSingleton<IMetaCheck, MetaCheck>();
        services.AddSingleton<IMetaHooks, MetaHooks>();
        services.AddSingleton<IMetaNotifications, MetaNotifications>();
        services.AddSingleton<IDueRefreshes, DueRefreshQueue>();
        services.AddSingleton<IMetaNumberQueries, MetaNumberQueries>();
        services.AddSingleton<IMetaCompletionQueries, CompletionQueries>();
        return services.AddSingleton<IMetaApps, MetaApps>();
    }
}
