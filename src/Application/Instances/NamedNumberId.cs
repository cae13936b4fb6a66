using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Instances;

public sealed record NamedNumberId(NumberId? Id);
