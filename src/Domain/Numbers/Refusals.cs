namespace PilotPairing.Domain.Numbers;

/// <summary>Unknown, removed and another tenant's numbers look the same.</summary>
public sealed record NumberNotFound() : Refusal(RefusalKind.NotFound, "NUMBER_NOT_FOUND", "Number not found");

public sealed record AlreadyConnected() : Refusal(RefusalKind.Conflict, "ALREADY_CONNECTED", "This number is already connected");

public sealed record NotSupportedForMeta() : Refusal(RefusalKind.Invalid, "NOT_SUPPORTED_FOR_META", "Numbers of the official API have no QR code");
