using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Domain;

namespace PilotPairing.Application.Statistics;

/// <summary>How far customers come with their links.</summary>
internal static class StatisticsModule
{
    public static void AddStatistics(this IServiceCollection services)
    {
        services.AddScoped<IRequestHandler<RollUpFunnel, Result<int>>, RollUpFunnelHandler>();
        services.AddScoped<IRequestHandler<ReadPairingStatistics, Result<PairingStatistics>>, ReadPairingStatisticsHandler>();
        services.AddScoped<IValidator<ReadPairingStatistics>, ReadPairingStatisticsValidator>();
    }
}
