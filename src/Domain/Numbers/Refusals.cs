namespace PilotPairing.Domain.Numbers;

/// <summary>Unknown, removed and another tenant's numbers look the same.</summary>
public sealed record NumberNotFound() : Refusal(RefusalKind.NotFound, "NUMBER_NOT_FOUND", "Number not found");

public sealed record AlreadyConnected() : Refusal(RefusalKind.Conflict, "ALREADY_CONNECTED", "This number is already connected");

public sealed record NotSupportedForMeta() : Refusal(RefusalKind.Invalid, "NOT_SUPPORTED_FOR_META",
    "Numbers of the official API have no QR code");

/// <summary>No pairing is under way that could be scanned, confirmed or ended.</summary>
public sealed record NothingToScan() : Refusal(RefusalKind.Conflict, "NOTHING_TO_SCAN", "There is no live QR code or pairing code to use");
