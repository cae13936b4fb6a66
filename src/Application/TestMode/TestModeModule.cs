using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Access;
using PilotPairing.Domain;

namespace PilotPairing.Application.TestMode;

/// <summary>What a test makes happen.</summary>
internal static class TestModeModule
{
    public static void AddTestMode(this IServiceCollection services)
    {
        services.AddScoped<IRequestHandler<Simulate, Result<Simulated>>, SimulateHandler>();
        services.AddScoped<IValidator<Simulate>, SimulateValidator>();
        services.AddScoped<SimulatedNumber>();
        services.AddScoped<IExistence<Simulate>, SimulatedNumber>();
        services.AddScoped<IRequestHandler<SimulateLink, Result<Simulated>>, SimulateLinkHandler>();
        services.AddScoped<IValidator<SimulateLink>, SimulateLinkValidator>();
        services.AddScoped<SimulatedLink>();
        services.AddScoped<IExistence<SimulateLink>, SimulatedLink>();
        services.AddScoped<SimulatedReceipts>();
        services.AddScoped<SimulatedInbox>();
        services.AddScoped<IRequestHandler<ScanQr, Result<SimulatedPhone>>, ScanQrHandler>();
        services.AddScoped<IRequestHandler<LinkSimulatedPhone, Result<SimulatedPhone>>, LinkSimulatedPhoneHandler>();
        services.AddScoped<IRebuild<Simulate, Result<Simulated>>, SimulatedAnswer>();
        services.AddScoped<IRebuild<SimulateLink, Result<Simulated>>, SimulatedLinkAnswer>();
    }
}
