using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Messaging;

namespace PilotPairing.Application.Messaging;

/// <summary>Templates of messages.</summary>
internal static class MessagingModule
{
    public static void AddMessaging(this IServiceCollection services)
    {
        services.AddScoped<IRequestHandler<CreateTemplate, Result<MessageTemplate>>, CreateTemplateHandler>();
        services.AddScoped<IValidator<CreateTemplate>, CreateTemplateValidator>();
        services.AddScoped<IRequestHandler<ListTemplates, Result<Page<MessageTemplate>>>, ListTemplatesHandler>();
        services.AddScoped<IRequestHandler<RemoveTemplate, Result<Done>>, RemoveTemplateHandler>();
        services.AddScoped<IRebuild<CreateTemplate, Result<MessageTemplate>>, CreatedTemplateAnswer>();
    }
}
