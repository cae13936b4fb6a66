using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Domain;

namespace PilotPairing.Application.Access;

/// <summary>Tenants, their keys and settings, and what makes a repeated request safe.</summary>
internal static class AccessModule
{
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddScoped<CurrentClaim>();
        services.AddScoped<IRequestHandler<CreateTenant, Result<TenantCreated>>, CreateTenantHandler>();
        services.AddScoped<IValidator<CreateTenant>, CreateTenantValidator>();
        services.AddScoped<IRequestHandler<CreateKey, Result<ApiKey>>, CreateKeyHandler>();
        services.AddScoped<IRequestHandler<RotateKey, Result<ApiKey>>, RotateKeyHandler>();
        services.AddScoped<IValidator<RotateKey>, RotateKeyValidator>();
        services.AddScoped<IRequestHandler<RevokeKey, Result<Done>>, RevokeKeyHandler>();
        services.AddScoped<IRequestHandler<SuspendTenant, Result<Done>>, SuspendTenantHandler>();
        services.AddScoped<IRequestHandler<ScheduleTenantDeletion, Result<ScheduledDeletion>>, ScheduleTenantDeletionHandler>();
        services.AddScoped<IRequestHandler<KeepTenant, Result<Done>>, KeepTenantHandler>();
        services.AddScoped<IRequestHandler<ReadSettings, Result<TenantSettings>>, ReadSettingsHandler>();
        services.AddScoped<IRequestHandler<ChangeSettings, Result<TenantSettings>>, ChangeSettingsHandler>();
        services.AddScoped<IValidator<ChangeSettings>, ChangeSettingsValidator>();
        services.AddSingleton<ConnectAddress>();
        services.AddSingleton<NumberCreation>();
        services.AddScoped<IRequestHandler<PurgeIdempotencyKeys, Result<int>>, PurgeIdempotencyKeysHandler>();
    }
}
