using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PilotPairing.Client;

namespace PilotPairing.AspNetCore;

public static class PilotPairingServices
{
    /// <summary>
    /// Registers <see cref="PilotPairingClient"/> and, where there are webhook secrets, <see cref="WebhookVerifier"/>. Options that are
    /// wrong stop the start.
    /// </summary>
    public static IHttpClientBuilder AddPilotPairing(this IServiceCollection services, Action<PilotPairingOptions> configure)
    {
        services.AddOptions<PilotPairingOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PilotPairingOptions>, PilotPairingOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider =>
            new WebhookVerifier(Options(provider).WebhookSecrets, provider.GetRequiredService<TimeProvider>()));
        return services
            .AddHttpClient<PilotPairingClient>((provider, http) =>
            {
                http.BaseAddress = Options(provider).Address;
                // The handler bounds each attempt.
                http.Timeout = Timeout.InfiniteTimeSpan;
            })
            .AddHttpMessageHandler(provider => new PilotPairingHandler(Options(provider), provider.GetRequiredService<TimeProvider>()));
    }

    private static PilotPairingOptions Options(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<PilotPairingOptions>>().Value;
}

internal sealed class PilotPairingOptionsValidator : IValidateOptions<PilotPairingOptions>
{
    public ValidateOptionsResult Validate(string? name, PilotPairingOptions options) =>
        options.Problems() is { Count: > 0 } problems
            ? ValidateOptionsResult.Fail(problems.Select(problem => "PilotPairing: " + problem)) : ValidateOptionsResult.Success;
}
