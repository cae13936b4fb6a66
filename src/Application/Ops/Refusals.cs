using PilotPairing.Domain;

namespace PilotPairing.Application.Ops;

/// <summary>A real customer's link is opened by that customer alone.</summary>
public sealed record TestModeOnly() : Refusal(RefusalKind.Conflict, "TEST_MODE_ONLY", "This is possible for test-mode tenants only");
