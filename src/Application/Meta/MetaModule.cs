using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Access;
using PilotPairing.Domain;

namespace PilotPairing.Application.Meta;

/// <summary>Numbers of the official API.</summary>
internal static class MetaModule
{
    public static void AddMeta(this IServiceCollection services)
    {
        services.AddScoped<IRequestHandler<RegisterMetaNumber, Result<MetaNumberRegistered>>, RegisterMetaNumberHandler>();
        services.AddScoped<IValidator<RegisterMetaNumber>, RegisterMetaNumberValidator>();
        services.AddScoped<IRequestHandler<PurgeHeldGrants, Result<Done>>, PurgeHeldGrantsHandler>();
        services.AddScoped<MetaOnboarding>();
        services.AddScoped<MetaCompletion>();
        services.AddScoped<MetaLink>();
        services.AddScoped<IRequestHandler<CompleteEmbeddedSignup, Result<MetaCompleted>>, CompleteEmbeddedSignupHandler>();
        services.AddScoped<IValidator<CompleteEmbeddedSignup>, CompleteEmbeddedSignupValidator>();
        services.AddScoped<IExistence<CompleteEmbeddedSignup>, MetaLink>();
        services.AddScoped<IRequestHandler<CompleteCredentials, Result<MetaCompleted>>, CompleteCredentialsHandler>();
        services.AddScoped<IValidator<CompleteCredentials>, CompleteCredentialsValidator>();
        services.AddScoped<IExistence<CompleteCredentials>, MetaLink>();
        services.AddScoped<IRequestHandler<VerifyMetaHook, Result<string>>, VerifyMetaHookHandler>();
        services.AddScoped<IRequestHandler<HandleMetaNotification, Result<Done>>, HandleMetaNotificationHandler>();
        services.AddScoped<IRequestHandler<RefreshMetaNumbers, Result<int>>, RefreshMetaNumbersHandler>();
        services.AddScoped<MetaNumberRefresher>();
        services.AddScoped<MetaNumberLocator>();
        services.AddScoped<IRequestHandler<ReadAppHook, Result<MetaHook>>, ReadAppHookHandler>();
        services.AddScoped<IRebuild<RegisterMetaNumber, Result<MetaNumberRegistered>>, RegisteredMetaNumberAnswer>();
    }
}
