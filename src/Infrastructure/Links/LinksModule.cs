using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Links;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Links;

internal static class LinksModule
{
    public static void AddLinks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(LinkRepository.Secrets);
        services.AddSingleton<ILinkQueries, LinkQueries>();
        services.AddSingleton<ILinkExports, LinkExports>();
        services.AddSingleton<IPairingStateCache, PairingStateCache>();
        services.AddSingleton<IAttemptPass, AttemptPass>();
        services.AddSingleton<LinkUrls>();
        services.AddSingleton<ILinkUrls>(provider => provider.GetRequiredService<LinkUrls>());
        services.AddPairingPage(configuration);
        services.AddRepository<ILinks, LinkRepository>();
    }
}
