using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Operating;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Operating;

internal static class OperatingModule
{
    public static void AddOperating(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection(RetentionOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RetentionOptions>, RetentionOptionsValidator>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<RetentionOptions>>().Value.History);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<RetentionOptions>>().Value.Periods);
        services.AddSingleton<IRetention, RetentionRepository>();
        services.AddSingleton(SessionKeys.Secrets);
        services.AddRepository<IAuditLog, AuditLogRepository>();
        services.AddRepository<IPersons, PersonRepository>();
        services.AddSingleton<IPersonQueries, PersonQueries>();
        services.AddSingleton<INodes>(provider => ActivatorUtilities.CreateInstance<NodeRepository>(provider, configuration));
        services.AddHostedService<NodeReports>();
    }

    public static void AddOperators(this IServiceCollection services, IConfiguration configuration, bool isProduction)
    {
        services.AddOptions<OpsOptions>().Bind(configuration.GetSection(OpsOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OpsOptions>>(new OpsOptionsValidator(isProduction));
        services.AddOptions<OidcOptions>().Bind(configuration.GetSection(OidcOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OidcOptions>, OidcOptionsValidator>();
        services.AddSingleton<IProviderRoles, OidcRoles>();
        services.AddSingleton<IOperators, Operators>();
        services.AddSingleton<IAuditQueries, AuditQueries>();
        services.AddSingleton<ISessionKeys, SessionKeys>();
    }
}
