using Microsoft.Extensions.Options;

namespace PilotPairing.Api.RateLimiting;

internal static class RateLimitingModule
{
    public static void AddRateLimiting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RateLimitOptions>().Bind(configuration.GetSection(RateLimitOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitOptionsValidator>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<EntryLimits>();
    }
}
