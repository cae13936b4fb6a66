using Microsoft.Extensions.Options;
using PilotPairing.Api.Middleware;

namespace PilotPairing.Api.Access;

internal static class AccessModule
{
    public static void AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(AccessWireJson.Part());
        services.AddOptions<AccessOptions>().Bind(configuration.GetSection(AccessOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
    }

    public static void MapAccess(this Routes routes)
    {
        routes.Keyed.MapKeys();
        routes.Keyed.MapSettings();
    }
}
