using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Links;

namespace PilotPairing.Infrastructure.Links;

/// <summary>Section <c>Pairing</c>: what the hosted page offers where a tenant does not decide.</summary>
internal sealed class PairingPageOptions
{
    public const string Section = "Pairing";

    /// <summary><c>first</c>, <c>second</c> or <c>off</c>. Default first.</summary>
    public string ConnectInWhatsApp { get; init; } = "first";

    public ConnectInWhatsApp? Placement => ConnectInWhatsApp switch
    {
        "first" => Domain.Links.ConnectInWhatsApp.First,
        "second" => Domain.Links.ConnectInWhatsApp.Second,
        "off" => Domain.Links.ConnectInWhatsApp.Off,
        _ => null,
    };
}

internal sealed class PairingPageOptionsValidator : IValidateOptions<PairingPageOptions>
{
    public ValidateOptionsResult Validate(string? name, PairingPageOptions options) => options.Placement is null
        ? ValidateOptionsResult.Fail($"Pairing:ConnectInWhatsApp must be first, second or off, not '{options.ConnectInWhatsApp}'.")
        : ValidateOptionsResult.Success;
}

internal static class PairingPageRegistration
{
    public static IServiceCollection AddPairingPage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PairingPageOptions>().Bind(configuration.GetSection(PairingPageOptions.Section)).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<PairingPageOptions>, PairingPageOptionsValidator>()
            .AddSingleton(provider =>
                new PairingPageDefaults(provider.GetRequiredService<IOptions<PairingPageOptions>>().Value.Placement!.Value));
    }
}
