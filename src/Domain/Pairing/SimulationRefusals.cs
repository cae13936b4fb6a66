namespace PilotPairing.Domain.Pairing;

public sealed record CodeRejected() : Refusal(RefusalKind.Rejected, "CODE_REJECTED", "That is not the pairing code on the page");

/// <summary>No pairing is under way that could be scanned, confirmed or ended.</summary>
public sealed record NothingToScan() : Refusal(RefusalKind.Conflict, "NOTHING_TO_SCAN", "There is no live QR code or pairing code to use");
