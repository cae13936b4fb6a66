using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Domain;

namespace PilotPairing.Application.Embed;

/// <summary>Sessions of embedded surfaces.</summary>
internal static class EmbedModule
{
    public static void AddEmbed(this IServiceCollection services)
    {
        services.AddScoped<IRequestHandler<MintSession, Result<EmbedToken>>, MintSessionHandler>();
        services.AddScoped<IValidator<MintSession>, MintSessionValidator>();
        services.AddScoped<IRequestHandler<RefreshSession, Result<EmbedToken>>, RefreshSessionHandler>();
    }
}
