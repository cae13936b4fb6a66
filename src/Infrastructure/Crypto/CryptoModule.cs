using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Operating;

namespace PilotPairing.Infrastructure.Crypto;

internal static class CryptoModule
{
    /// <summary>Expects a <see cref="System.Security.Cryptography.RandomNumberGenerator"/> among the services.</summary>
    public static IServiceCollection AddCrypto(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EncryptionOptions>().Bind(configuration.GetSection(EncryptionOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EncryptionOptions>, EncryptionOptionsValidator>();
        services.AddSingleton<IStoredSecrets, StoredSecrets>();
        return services.AddSingleton<Envelopes>();
    }
}
