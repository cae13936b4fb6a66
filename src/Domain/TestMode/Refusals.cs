namespace PilotPairing.Domain.TestMode;

public sealed record CodeRejected() : Refusal(RefusalKind.Rejected, "CODE_REJECTED", "That is not the pairing code on the page");
