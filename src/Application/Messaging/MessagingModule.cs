using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Access;
using PilotPairing.Domain;

namespace PilotPairing.Application.Messaging;

/// <summary>Templates of messages.</summary>
internal static class MessagingModule
{
    public static void AddMessaging(this IServiceCollection services)
    {
        services.AddScoped<IRequestHandler<CreateTemplate, Result<TemplateView>>, CreateTemplateHandler>();
        services.AddScoped<IValidator<CreateTemplate>, CreateTemplateValidator>();
        services.AddScoped<IRequestHandler<ListTemplates, Result<Page<TemplateView>>>, ListTemplatesHandler>();
        services.AddScoped<IRequestHandler<RemoveTemplate, Result<Done>>, RemoveTemplateHandler>();
        services.AddScoped<CreatedTemplateAnswer>();
        services.AddScoped<IRebuild<CreateTemplate, Result<TemplateView>>, CreatedTemplateAnswer>();
        services.AddScoped<IRequestHandler<CreateMetaTemplate, Result<TemplateView>>, CreateMetaTemplateHandler>();
        services.AddScoped<IValidator<CreateMetaTemplate>, CreateMetaTemplateValidator>();
        services.AddScoped<IRebuild<CreateMetaTemplate, Result<TemplateView>>, CreatedMetaTemplateAnswer>();
        services.AddScoped<IRequestHandler<SyncTemplate, Result<TemplateView>>, SyncTemplateHandler>();
        services.AddScoped<IRequestHandler<RefreshTemplates, Result<int>>, RefreshTemplatesHandler>();
        services.AddScoped<TemplateSync>();
        services.AddScoped<TemplateViews>();
    }
}
