using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Postgres;

internal static class PostgresModule
{
    public static void AddPostgres(this IServiceCollection services, DatabaseAddresses addresses)
    {
        services.AddSingleton(addresses);
        services.AddSingleton<ConnectionPools>();
        services.AddSingleton(provider =>
            provider.GetRequiredService<ConnectionPools>().Add(Database.Open(addresses.Pooled, isShared: addresses.Direct is not null)));
        services.AddSingleton<IDatabaseHealth, DatabaseHealth>();
        services.AddSingleton<IDatabaseCheck, DatabaseCheck>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<PostgresListener>(provider, addresses.Session));
        services.AddHostedService(provider => provider.GetRequiredService<PostgresListener>());
        services.AddScoped<CommittedWork>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Repetition<,>));
        services.AddSingleton<Repositories>();
        services.AddScoped<IStore, Store>();
    }
}
