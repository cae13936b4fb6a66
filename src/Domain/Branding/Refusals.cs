namespace PilotPairing.Domain.Branding;

public sealed record LogoTooLarge() : Refusal(RefusalKind.TooLarge, "TOO_LARGE", "A logo is at most 2 MB");

public sealed record NotALogo() : Refusal(RefusalKind.Unsupported, "UNSUPPORTED_MEDIA_TYPE", "Send the logo as multipart/form-data: a PNG, JPEG or WebP image in the field named file");
