using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Operating;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Operating;

internal static class OperatingModule
{
    public static void AddOperating(this IServiceCollection services)
    {
        services.AddSingleton(SessionKeys.Secrets);
        services.AddRepository<IAuditLog, AuditLogRepository>();
    }

    public static void AddOperators(this IServiceCollection services, IConfiguration configuration, bool isProduction)
    {
        services.AddOptions<OpsOptions>().Bind(configuration.GetSection(OpsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OpsOptions>>(new OpsOptionsValidator(isProduction));
        services.AddSingleton<IOperators, Operators>();
        services.AddSingleton<IAuditQueries, AuditQueries>();
        services.AddSingleton<ISessionKeys, SessionKeys>();
    }
}
