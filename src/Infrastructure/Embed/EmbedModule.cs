using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Embed;

namespace PilotPairing.Infrastructure.Embed;

internal static class EmbedModule
{
    public static void AddEmbed(this IServiceCollection services)
    {
        services.AddSingleton<IEmbedSeal, EmbedSeal>();
    }
}
