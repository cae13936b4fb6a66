using FluentValidation;
using PilotPairing.Application.Instances;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Links;

namespace PilotPairing.Application.Links;

/// <summary>The rules of a link's terms, shared by making a link and changing one.</summary>
internal static class LinkTermsRules
{
    private const int LongestState = 512;
    private const int MostOrigins = 20;
    public static void Check(CreatePairingLink link, ValidationContext<CreatePairingLink> context)
    {
        Check(context, link.Caller.Mode, link.RedirectUrl, link.FailureRedirectUrl, link.Locale, link.AllowedOrigins);
        if (link.RedirectState is { } state && !Labelling.IsStorable(state, LongestState))
            context.AddFailure("redirectState", "must be at most 512 characters, none of them NUL");
        if (link.Methods is { } methods && (methods.Count == 0 || methods.Distinct().Count() != methods.Count))
            context.AddFailure("methods", "must name at least one of qr, code and meta, each once");
        else if (link.IsMeta && link.Methods?.Any(method => method != PairingMethod.Meta) == true)
            context.AddFailure("methods", "must be meta for provider META");
        else if (!link.IsMeta && link.Methods is [PairingMethod.Meta])
            context.AddFailure("methods", "must offer qr or code for provider PILOT_STATUS");
    }

    public static void Check<T>(
        ValidationContext<T> context, TenantMode mode, string? redirectUrl, string? failureRedirectUrl, string? locale,
        IReadOnlyList<string>? allowedOrigins)
    {
        if (redirectUrl is not null && !WebAddress.IsUrl(redirectUrl, mode))
            context.AddFailure("redirectUrl", "must be an https URL");
        if (failureRedirectUrl is not null && !WebAddress.IsUrl(failureRedirectUrl, mode))
            context.AddFailure("failureRedirectUrl", "must be an https URL");
        if (locale is not null && !PageLocales.Has(locale))
            context.AddFailure("locale", "must be pt-BR, es or en");
        if (allowedOrigins is not null
            && (allowedOrigins.Count is 0 or > MostOrigins
            || allowedOrigins.Any(origin => origin is null || WebAddress.Origin(origin) is null)))
            context.AddFailure("allowedOrigins", "must be 1 to 20 origins such as https://app.example.com");
    }
}
