using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Access;
using PilotPairing.Domain;
using PilotPairing.Domain.Branding;

namespace PilotPairing.Application.Branding;

/// <summary>How a tenant's pages look.</summary>
internal static class BrandingModule
{
    public static void AddBranding(this IServiceCollection services)
    {
        services.AddSingleton<LogoAddress>();
        services.AddScoped<IRequestHandler<ReadBranding, Result<BrandingLayer>>, ReadBrandingHandler>();
        services.AddScoped<IRequestHandler<ChangeBranding, Result<BrandingLayer>>, ChangeBrandingHandler>();
        services.AddScoped<IValidator<ChangeBranding>, ChangeBrandingValidator>();
        services.AddScoped<IRequestHandler<UploadLogo, Result<Asset>>, UploadLogoHandler>();
        services.AddScoped<IRebuild<UploadLogo, Result<Asset>>, UploadedLogoAnswer>();
    }
}
