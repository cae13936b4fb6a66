using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Connections;
using PilotPairing.Domain.Connections;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Connections;

internal static class ConnectionsModule
{
    public static void AddConnections(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PairingBudgetOptions>().Bind(configuration.GetSection(PairingBudgetOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PairingBudgetOptions>, PairingBudgetOptionsValidator>();
        services.AddSingleton(provider => Budget(provider.GetRequiredService<IOptions<PairingBudgetOptions>>().Value));
        services.AddSingleton<IAttemptQueries, AttemptQueries>();
        services.AddSingleton<IPairingHistory, PairingHistory>();
        services.AddRepository<IAttempts, AttemptRepository>();
        services.AddRepository<IPairingStarts, StartRepository>();
    }

    /// <summary>What watches pairings, for processes with workers.</summary>
    public static void AddPairingWatcher(this IServiceCollection services) => services.AddHostedService<PairingWatcher>();

    private static PairingBudget Budget(PairingBudgetOptions options) => new(options.PerQuarterHour, options.PerDay);
}
