using FluentValidation;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain;

namespace PilotPairing.Application.Pairing;

/// <summary>The rules of a link's terms, shared by making a link and changing one.</summary>
internal static class LinkTermsRules
{
    private const int LongestState = 512;
    private const int MostOrigins = 20;
    private static readonly string[] Locales = ["pt-BR", "es", "en"];

    public static bool IsLocale(string text) => Locales.Contains(text);

    public static void Check(CreatePairingLink link, ValidationContext<CreatePairingLink> context)
    {
        if (link.RedirectUrl is { } redirect && !WebAddress.IsUrl(redirect, link.Caller.Mode))
            context.AddFailure("redirectUrl", "must be an https URL");
        if (link.FailureRedirectUrl is { } failure && !WebAddress.IsUrl(failure, link.Caller.Mode))
            context.AddFailure("failureRedirectUrl", "must be an https URL");
        if (link.RedirectState is { } state && !Labelling.IsStorable(state, LongestState))
            context.AddFailure("redirectState", "must be at most 512 characters, none of them NUL");
        if (link.Locale is { } locale && !IsLocale(locale))
            context.AddFailure("locale", "must be pt-BR, es or en");
        if (link.AllowedOrigins is { } origins && (origins.Count is 0 or > MostOrigins || origins.Any(origin => origin is null || WebAddress.Origin(origin) is null)))
            context.AddFailure("allowedOrigins", "must be 1 to 20 origins such as https://app.example.com");
        if (link.Methods is { } methods && (methods.Count == 0 || methods.Distinct().Count() != methods.Count))
            context.AddFailure("methods", "must name at least one of qr, code and meta, each once");
    }
}
