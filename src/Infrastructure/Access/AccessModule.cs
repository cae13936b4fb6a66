using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Access;
using PilotPairing.Application.Numbers;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Ops;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Access;

internal static class AccessModule
{
    public static void AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TenantOptions>().Bind(configuration.GetSection(TenantOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TenantOptions>, TenantOptionsValidator>();
        services.AddSingleton<ITenantDeletionDelay, TenantDeletionDelay>();
        services.AddSingleton<ITenantDeletions, TenantDeletions>();
        services.AddSingleton<KeyUses>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyUses>());
        services.AddSingleton<IKeyRing, KeyRing>();
        services.AddSingleton<IKeyQueries, KeyQueries>();
        services.AddSingleton<IKeyTraces, KeyTraces>();
        services.AddSingleton<ITenantDirectory, TenantDirectory>();
        services.AddSingleton<ITenantCheck, TenantCheck>();
        services.AddSingleton<IIdempotencyKeys, IdempotencyKeys>();
        services.AddRepository<ITenants, TenantRepository>();
        services.AddRepository<IKeys, KeyRepository>();
        services.AddRepository<IKeyMoves, KeyMoveRepository>();
    }
}
