namespace PilotPairing.Domain.Branding;

public sealed record LogoTooLarge() : Refusal(RefusalKind.TooLarge, "TOO_LARGE", "A logo is at most 2 MB");

/// <summary>Few bytes can unpack into more than a phone has memory for.</summary>
public sealed record LogoOfTooManyPixels() : Refusal(RefusalKind.TooLarge, "TOO_MANY_PIXELS",
    $"A logo is at most {LogoImage.LongestSide} pixels wide and {LogoImage.LongestSide} high");

public sealed record NotALogo() : Refusal(RefusalKind.Unsupported, "UNSUPPORTED_MEDIA_TYPE",
    "Send the logo as multipart/form-data: a PNG, JPEG or WebP image in the field named file");
